"""Notes beside the history of a customer and of a contact: written, edited, deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klientel.domains.customers.actions import notes
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.forms.notes import NoteForm
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui.htmx import back, goto, render_fragment
from klientel.services.journal.toasts import toast_with_undo


def history_part(request: Request) -> str:
    """The part of a record's page that htmx asks for: older entries, or the history anew."""
    if "before" in request.GET:
        return "history"
    return "timeline" if request.headers.get("HX-Target") == "timeline" else ""


@require_POST
@requires("customers.change")
def add_to_customer(request: Request, pk: int) -> HttpResponse:
    return _add(request, get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk))


@require_POST
@requires("contacts.change")
def add_to_contact(request: Request, pk: int) -> HttpResponse:
    return _add(request, get_object_or_404(Contact.objects.visible_to(request.actor), pk=pk))


@requires("customers.change")
@require_http_methods(["GET", "POST"])
def edit_of_customer(request: Request, pk: int, note: int) -> HttpResponse:
    found = Note.objects.visible_to(request.actor)
    return _edit(request, get_object_or_404(found, customer=pk, pk=note))


@requires("contacts.change")
@require_http_methods(["GET", "POST"])
def edit_of_contact(request: Request, pk: int, note: int) -> HttpResponse:
    found = Note.objects.visible_to(request.actor)
    return _edit(request, get_object_or_404(found, contact=pk, pk=note))


def _add(request: Request, record: Customer | Contact) -> HttpResponse:
    form = NoteForm(request.POST)
    form.is_valid()
    try:
        notes.add_note(request.actor, record, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, record, form, status=422)
    return _done(request, record, _("Note saved"))


def _edit(request: Request, note: Note) -> HttpResponse:
    """409 shows what somebody else wrote meanwhile; what was typed stays in the form."""
    record = note.contact or note.customer
    assert record is not None
    mark = f"note-{note.pk}-%s"  # the form for a new one stands on the same page
    if request.method == "GET":
        form = NoteForm(initial=notes.note_fields(note), auto_id=mark)
        return _page(request, record, form, note=note)
    form = NoteForm(request.POST, auto_id=mark)
    form.is_valid()
    if "delete" in request.POST:
        notes.delete_note(request.actor, note)
        return _done(request, record, _("Note deleted"))
    version = whole(request.POST.get("version", ""))
    try:
        notes.change_note(request.actor, note, version=version, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, record, form, note=note, status=422)
    except Conflict as conflict:
        theirs = "" if not conflict.clashes else note.text
        return _page(request, record, form, note=note, theirs=theirs, status=409)
    return _done(request, record, _("Note saved"))


def _done(request: Request, record: Customer | Contact, text: str) -> HttpResponse:
    toast_with_undo(request, text)
    return goto(request, back(request, record.get_absolute_url()))


def _page(
    request: Request,
    record: Customer | Contact,
    form: NoteForm,
    *,
    note: Note | None = None,
    theirs: str = "",
    status: int = 200,
) -> HttpResponse:
    here = request.get_full_path()
    came = back(request, record.get_absolute_url())
    context: dict[str, Any] = {
        "record": record,
        "form": form,
        "note": note,
        "theirs": theirs,
        "action": here,
        "next": record.get_absolute_url() if came.endswith(here) else came,
    }
    return render_fragment(request, "customers/note.html", "form", context, status=status)
