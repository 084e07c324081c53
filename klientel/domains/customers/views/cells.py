"""A cell of a list turned into its form field, and the row as it is afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klientel.domains.customers import custom, queries, tables
from klientel.domains.customers.actions.contacts import change_contact
from klientel.domains.customers.actions.customers import change_customer
from klientel.domains.customers.custom import PREFIX
from klientel.domains.customers.display import Words
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.forms import cells
from klientel.domains.customers.forms.rows import refuse
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.pages import home
from klientel.domains.customers.purposes import PURPOSES
from klientel.foundation.access import Actor, Request, requires
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui import columns
from klientel.foundation.ui.htmx import back
from klientel.foundation.ui.listing import Listing, Table
from klientel.services.customfields import reading
from klientel.services.journal import queries as journal
from klientel.services.journal.toasts import undo_url

R = TypeVar("R", Customer, Contact)
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Cell(Generic[R]):
    actor: Actor
    row: R
    field: str
    present: Values
    version: int  # that was looked at

    def refused(self, form: forms.Form, request: Request, *, status: int) -> HttpResponse:
        response = self.editor(form, request, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#cell-editor", "outerHTML"
        return response

    def editor(self, form: forms.Form, request: Request, *, status: int = 200) -> HttpResponse:
        context = {"cell": self, "form": form, "field": form[self.field]}
        return render(request, "customers/cell.html", context, status=status)

    @property
    def words(self) -> list[str]:
        """What may be chosen while one types."""
        if self.field not in ("category", "subcategory") or not isinstance(self.row, Customer):
            return []
        parent = self.row.category_id if self.field == "subcategory" else None
        known = queries.category_words(self.actor)
        return [word.name for word in known if word.parent_id == parent]


@dataclass(frozen=True)
class Side(Generic[R]):
    """What cells of customers and of contacts do differently."""

    fields: Callable[[R, Actor], Values]
    form: Callable[[Cell[R], QueryDict | None], forms.Form]
    write: Callable[[Cell[R], dict[str, Any]], object]


@requires("customers.change")
@require_http_methods(["GET", "POST"])
def customer(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk)
    table = tables.CUSTOMERS
    if _asked(request, "table") == tables.OF_PARENT and row.parent is not None:
        table = tables.subsidiaries_of(row.parent)
    return _answer(request, row, table, side=OF_CUSTOMERS)


@requires("contacts.change")
@require_http_methods(["GET", "POST"])
def contact(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Contact.objects.visible_to(request.actor), pk=pk)
    table = tables.CONTACTS
    if _asked(request, "table") == tables.OF_CUSTOMER and row.customer is not None:
        table = tables.contacts_of(row.customer)
    return _answer(request, row, table, side=OF_CONTACTS)


def _asked(request: Request, name: str) -> str:
    given = request.POST if request.method == "POST" else request.GET
    return given.get(name, "")


def _answer(request: Request, row: R, table: Table[R], *, side: Side[R]) -> HttpResponse:
    """Without a field: the row, for whoever leaves a cell that is not as it was."""
    table = table.for_reader(request.actor)
    name = _asked(request, "field")
    if not name and request.method == "GET":
        return _row(request, row, table)
    if name not in {column.edits for column in table.columns if column.edits}:
        raise Http404
    version = whole(_asked(request, "version"))
    seen = row.version if version is None else version
    cell = Cell(request.actor, row, name, side.fields(row, request.actor), seen)
    if request.method == "GET":
        return cell.editor(_form(cell, None, side), request)
    form = _form(cell, request.POST, side)
    try:
        is_saved = form.is_valid() and _is_saved(cell, form, side)
    except Conflict as conflict:
        return _conflict(request, cell, form, conflict=conflict)
    return _row(request, row, table) if is_saved else cell.refused(form, request, status=422)


def _form(cell: Cell[R], data: QueryDict | None, side: Side[R]) -> forms.Form:
    if cell.field.startswith(PREFIX):
        definition = reading.find(cell.field.removeprefix(PREFIX))
        if definition is None:
            raise Http404
        return cells.of_custom(data, definition, fields=cell.present, home=home())
    return side.form(cell, data)


def _is_saved(cell: Cell[R], form: forms.Form, side: Side[R]) -> bool:
    try:
        side.write(cell, custom.nested({cell.field: form.cleaned_data[cell.field]}))
    except ValidationError as error:
        for path, sentences in error.message_dict.items():
            refuse(form, path, sentences)
        return False
    return True


def _conflict(
    request: Request, cell: Cell[R], form: forms.Form, *, conflict: Conflict
) -> HttpResponse:
    """Whoever saves once more knows what it was."""
    if not conflict.clashes:
        raise Http404
    words = Words(home(), reader=request.actor)
    theirs = words.say(cell.field, conflict.clashes[0].theirs) or _("empty")
    sentence = _(
        "Someone else has set this to “%(value)s” meanwhile. Enter sets yours, Esc keeps theirs."
    )
    form.add_error(cell.field, sentence % {"value": theirs})
    newer = replace(cell, version=conflict.row.version)
    return newer.refused(form, request, status=409)


def _row(request: Request, row: R, table: Table[R]) -> HttpResponse:
    """With a message where this request has changed anything."""
    actor = request.actor
    is_changed = request.method == "POST" and journal.batch(actor.batch) is not None
    if is_changed:
        row.refresh_from_db()
    listing = Listing(actor, table, _columns(request), columns.chosen(request, table.name))
    context = {
        "line": listing.row(row.pk),
        "name": row.name if is_changed else "",
        "undo": undo_url(actor.batch),
    }
    return render(request, "customers/cell_row.html", context)


def _columns(request: Request) -> QueryDict:
    """Of the list the cell is in, where its address says them."""
    asked = QueryDict(urlsplit(back(request, "")).query)
    found = QueryDict(mutable=True)
    if columns.COLUMNS in asked:
        found[columns.COLUMNS] = asked[columns.COLUMNS]
    return found


def _write_contact(cell: Cell[Contact], values: dict[str, Any]) -> object:
    """Who follows a primary contact is asked on its page."""
    if values.get("active") is False and any(getattr(cell.row, each) for each in PURPOSES):
        sentence = _("It is a primary contact: set it inactive on its page, with a successor.")
        raise ValidationError({"active": [sentence]})
    return change_contact(cell.actor, cell.row, version=cell.version, **values)


OF_CUSTOMERS: Side[Customer] = Side(
    fields=lambda row, reader: queries.customer_fields([row], reader)[row.pk],
    form=lambda cell, data: cells.of_customer(
        data, cell.field, fields=cell.present, reader=cell.actor
    ),
    write=lambda cell, values: change_customer(
        cell.actor, cell.row, version=cell.version, **values
    ),
)
OF_CONTACTS: Side[Contact] = Side(
    fields=lambda row, _reader: queries.contact_fields([row])[row.pk],
    form=lambda cell, data: cells.of_contact(data, cell.field, fields=cell.present),
    write=_write_contact,
)
