"""What the e-mail domain of a new person means: a page among the settings."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from klientel.domains.customers.actions.assigning import change_domain_rule
from klientel.domains.customers.choices import ByDomain
from klientel.domains.customers.models import DomainRule
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto
from klientel.foundation.ui.toasts import toast


class RuleForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("A new person without an organisation is"),
        choices=ByDomain,
        widget=forms.RadioSelect,
    )


@requires("customers.change_assigning")
@require_http_methods(["GET", "POST"])
def assigning(request: Request) -> HttpResponse:
    present = DomainRule.objects.visible_to(request.actor).current()
    form = RuleForm(request.POST or None, initial={"mode": present}, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        change_domain_rule(request.actor, form.cleaned_data["mode"])
        toast(request, _("Assigning by e-mail domain changed"))
        return goto(request, reverse("customer_settings:assigning"))
    status = 422 if form.errors else 200
    return render(request, "customers/assigning.html", {"form": form}, status=status)
