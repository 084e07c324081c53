"""The files of a customer: seen, added. They are fetched and deleted where all files are."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.forms.files import FilesForm
from klientel.domains.customers.models import Customer
from klientel.domains.customers.pages import Record
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto, render_fragment
from klientel.services.files import queries
from klientel.services.files.actions import attaching
from klientel.services.files.models import StoredFile
from klientel.services.journal.toasts import toast_with_undo


@require_http_methods(["GET", "POST"])
@requires("files.view")
def of_customer(request: Request, pk: int) -> HttpResponse:
    customer = get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk)
    form = FilesForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and (added := _added(request, customer, form)):
        return _done(request, customer, added)
    found = queries.page_of(request.actor, (CUSTOMER, pk), request.GET.get("cursor", ""))
    context = {
        "record": Record(request.actor, customer),
        "form": form,
        "files": found.items,
        "next_cursor": found.next_cursor,
        "most_megabytes": settings.UPLOAD_BYTES >> 20,
        "may_add": request.actor.may("files.add"),
        "may_delete": request.actor.may("files.delete"),
    }
    status = 422 if form.errors else 200
    return render_fragment(request, "customers/files.html", "record", context, status=status)


def _added(request: Request, customer: Customer, form: FilesForm) -> list[StoredFile]:
    """None at all when one of them is refused; the form says which and why."""
    try:
        given = attaching.received(request.FILES.getlist("file"))
        return attaching.attach(request.actor, (CUSTOMER, customer.pk), given)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return []


def _done(request: Request, customer: Customer, added: list[StoredFile]) -> HttpResponse:
    text = ngettext("%(count)s file added", "%(count)s files added", len(added))
    if len(added) == 1:
        text = _("File %(name)s added")
    words = {"count": len(added), "name": added[0].name}
    toast_with_undo(request, text % words)
    return goto(request, reverse("customers:files", args=[customer.pk]))
