"""The own company and the mails that stayed here."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klientel.foundation.access import Request, requires
from klientel.foundation.ui.toasts import toast
from klientel.interfaces.settings.forms import CompanyForm, submit
from klientel.services.accounts import actions
from klientel.services.accounts.models import Company
from klientel.services.notifications.models import OutboxMail

SHOWN = 200  # newest first; older ones are of no use to anybody


@requires("settings.change_company")
@require_http_methods(["GET", "POST"])
def company(request: Request) -> HttpResponse:
    current = Company.objects.current()
    names = CompanyForm.base_fields
    form = CompanyForm(request.POST or None, initial={n: getattr(current, n) for n in names})
    if request.method == "POST":
        saved = submit(form, lambda: actions.change_company(request.actor, **form.cleaned_data))
        if saved:
            toast(request, _("The own company is saved"))
            return redirect("settings:company")
    return render(
        request, "settings/company.html", {"form": form}, status=422 if form.errors else 200
    )


@requires("notifications.view_outbox")
def outbox(request: Request) -> HttpResponse:
    return render(request, "settings/outbox.html", {"mails": OutboxMail.objects.all()[:SHOWN]})


@requires("notifications.view_outbox")
def outbox_mail(request: Request, pk: int) -> HttpResponse:
    mail = get_object_or_404(OutboxMail, pk=pk)
    return render(request, "settings/outbox_mail.html", {"mail": mail})
