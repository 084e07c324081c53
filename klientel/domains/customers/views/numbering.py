"""Where customer numbers come from: a page among the settings."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klientel.domains.customers.actions.numbering import change_number_range
from klientel.domains.customers.forms.numbering import NumberRangeForm
from klientel.domains.customers.models import NumberRange
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto
from klientel.foundation.ui.toasts import toast


@requires("customers.change_numbering")
@require_http_methods(["GET", "POST"])
def numbering(request: Request) -> HttpResponse:
    present = NumberRange.objects.visible_to(request.actor).first() or NumberRange()
    shown = {"beginning": present.prefix, "next_number": present.next, "digits": present.digits}
    form = NumberRangeForm(request.POST or None, initial=shown, use_required_attribute=False)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            change_number_range(
                request.actor,
                prefix=given["beginning"],
                next_number=given["next_number"],
                digits=given["digits"],
            )
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                form.add_error("beginning" if name == "prefix" else name, sentences)
        else:
            toast(request, _("Number range changed"))
            return goto(request, reverse("customer_settings:numbering"))
    context = {"form": form, "next_number": str(present)}
    return render(request, "customers/numbering.html", context, status=422 if form.errors else 200)
