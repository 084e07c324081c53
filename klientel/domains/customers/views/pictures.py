"""The logo of a customer and the picture of a contact: set, replaced, removed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klientel.domains.customers.display import shape
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.forms.files import PictureForm
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto
from klientel.services.files import queries
from klientel.services.files.actions import attaching
from klientel.services.journal.facts import Subject
from klientel.services.journal.toasts import toast_with_undo


@requires("customers.change")
@require_http_methods(["GET", "POST"])
def customer(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk)
    return _page(request, row, (CUSTOMER, pk), title=_("Logo"))


@requires("contacts.change")
@require_http_methods(["GET", "POST"])
def contact(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Contact.objects.visible_to(request.actor), pk=pk)
    return _page(request, row, (CONTACT, pk), title=_("Profile picture"))


def _page(
    request: Request, row: Customer | Contact, subject: Subject, *, title: str
) -> HttpResponse:
    is_sent = request.method == "POST"
    form = PictureForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and (done := _act(request, subject, form)):
        toast_with_undo(request, done)
        return goto(request, row.get_absolute_url())
    context = {
        "row": row,
        "title": title,
        "form": form,
        "picture": queries.picture_of(request.actor, subject),
        "shape": shape(row),
    }
    status = 422 if form.errors else 200
    return render(request, "customers/picture.html", context, status=status)


def _act(request: Request, subject: Subject, form: PictureForm) -> str:
    """What was done, in a sentence; empty where the form says why not."""
    if "remove" in request.POST:
        attaching.remove_picture(request.actor, subject)
        return _("Picture removed")
    if not form.is_valid():
        return ""
    try:
        attaching.set_picture(request.actor, subject, form.cleaned_data["picture"].file)
    except ValidationError as error:
        form.add_error("picture", error.messages)
        return ""
    return _("Picture changed")
