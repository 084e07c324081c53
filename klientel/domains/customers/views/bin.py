"""Records in the bin: the page at their old address, and bringing them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from klientel.domains.customers import binned
from klientel.domains.customers.actions.deleting import number_is_taken, taken_sentence
from klientel.domains.customers.forms.rows import Sheet
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor, Request
from klientel.foundation.ui.htmx import goto
from klientel.services.journal.toasts import toast_with_undo

R = TypeVar("R", Customer, Contact)
Restore = Callable[[Actor, list[R]], object]


def deleted_page(request: Request, model: type[R], pk: int) -> HttpResponse:
    """Who may bring it back finds it at its old address; to everybody else it is not there."""
    row = _get(request, model, pk)
    if not request.actor.may(f"{_area(model)}.delete"):
        raise Http404
    return _page(request, row)


def bring_back(
    request: Request,
    model: type[R],
    pk: int,
    *,
    restore: Restore[R],
    say: Callable[[], str] = str,
) -> HttpResponse:
    """`say` is asked afterwards for what else there is to know."""
    row = _get(request, model, pk)
    try:
        restore(request.actor, [row])
    except ValidationError as error:
        return _page(request, row, refusal=" ".join(error.messages))
    text = _("%(name)s has been restored") % {"name": row.name}
    toast_with_undo(request, text, detail=say())
    return goto(request, row.get_absolute_url())


def is_back(request: Request, rows: Sequence[R], *, restore: Restore[R], sheet: Sheet) -> bool:
    """What was typed about deleted records may be saved by bringing them back first."""
    if not request.actor.may(f"{_area(type(rows[0]))}.delete"):
        return False
    try:
        restore(request.actor, list(rows))
    except ValidationError as error:
        sheet.refuse(error.message_dict)
        return False
    for row in rows:
        row.refresh_from_db()
    return True


def _area(model: type[Customer] | type[Contact]) -> str:
    return "customers" if model is Customer else "contacts"


def _get(request: Request, model: type[R], pk: int) -> R:
    return get_object_or_404(model.objects.visible_to(request.actor, deleted=True), pk=pk)


def _taken(request: Request, row: Customer | Contact) -> str:
    """Why it takes a new number to bring it back."""
    if isinstance(row, Customer) and number_is_taken(row) and request.actor.may("customers.change"):
        return taken_sentence(row.number)
    return ""


def _page(request: Request, row: Customer | Contact, *, refusal: str = "") -> HttpResponse:
    template = f"{_area(type(row))}/deleted.html"
    act = binned.acts([row]).get(row.deleted_batch)
    context = {
        "row": row,
        "refusal": refusal,
        "along": binned.went_along([row])[row.pk],
        "who": act.who if act else "",
        "kind": _area(type(row)),
        "taken": _taken(request, row),
        "others": binned.has_company(request.actor, row),
    }
    return render(request, template, context, status=409 if refusal else 200)
