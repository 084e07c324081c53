"""The own company and the outbox."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klientel.foundation.access import Request, requires
from klientel.foundation.ui.toasts import toast
from klientel.interfaces.settings.forms import CompanyForm, submit
from klientel.services.accounts import actions
from klientel.services.accounts.models import Company
from klientel.services.notifications import outbox as outbox_rows
from klientel.services.notifications import veil
from klientel.services.notifications.choices import State
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
    context = {
        "mails": OutboxMail.objects.all()[:SHOWN],
        "sends": settings.MAIL_SERVER,
        "days": settings.MAIL_DAYS,
    }
    return render(request, "settings/outbox.html", context)


@requires("notifications.view_outbox")
def outbox_mail(request: Request, pk: int) -> HttpResponse:
    mail = veil.shown(get_object_or_404(OutboxMail, pk=pk))
    context = {
        "mail": mail,
        "is_veiled": veil.is_veiled(mail),
        "may_send": settings.MAIL_SERVER and mail.state == State.FAILED,
    }
    return render(request, "settings/outbox_mail.html", context)


@requires("notifications.view_outbox")
@require_POST
def outbox_send(request: Request, pk: int) -> HttpResponse:
    """Once more, after whatever made it fail has been put right."""
    mail = get_object_or_404(OutboxMail, pk=pk)
    if outbox_rows.send_again(request.actor, mail):
        toast(request, _("The mail is sent again"))
    else:
        toast(request, _("This mail cannot be sent again"), tone="error")
    return redirect("settings:outbox_mail", pk)
