"""What is done with rows chosen in the lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from klientel.domains.customers import choices, queries, successors, tables
from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.actions.customers import CustomerChange
from klientel.domains.customers.fields import CustomerFields
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.together.kinds import DELETE
from klientel.foundation.access import Request, requires
from klientel.foundation.db import bulk
from klientel.foundation.ui.choosing import chosen_keys
from klientel.foundation.ui.htmx import back, goto, render_fragment
from klientel.foundation.ui.listing import Table, figure
from klientel.foundation.ui.toasts import toast
from klientel.services.bulk import actions as runs
from klientel.services.bulk.models import BulkRun
from klientel.services.bulk.wishes import Wish
from klientel.services.journal.facts import only_name
from klientel.services.journal.toasts import toast_with_undo

AT_ONCE = 500  # rows of one transaction; the batch of the request ties them together
NAMED = 3  # rows a dialog names; the number tells of all
M = TypeVar("M", bound=models.Model)


Act = Callable[[Request, list[M]], HttpResponse]


def on_chosen(
    table: Table[M], home: str, *, many: str = ""
) -> Callable[[Act[M]], Callable[[Request], HttpResponse]]:
    """Gives a view the chosen rows; it is not asked where there are too many or none is left.

    With `many`, an act, more than one waits for are previewed and done in the background.
    """

    def wrap(act: Act[M]) -> Callable[[Request], HttpResponse]:
        @wraps(act)
        def inner(request: Request) -> HttpResponse:
            try:
                most = runs.MOST if many else 0
                keys = chosen_keys(request, request.actor, table, most=most)
                if many and len(keys) > runs.AT_ONCE:
                    return in_background(request, table, keys, wish=Wish(act=many))
            except ValidationError as error:
                return too_many(request, error)
            found = list(table.queryset(request.actor).filter(pk__in=keys).order_by("pk"))
            return act(request, found) if found else _gone(request, reverse(home))

        return inner

    return wrap


def in_background(
    request: Request, table: Table[M], keys: list[int], *, wish: Wish
) -> HttpResponse:
    return previewed(request, keep(request, table, keys), wish)


def previewed(request: Request, run: BulkRun, wish: Wish) -> HttpResponse:
    runs.check(request.actor, run, wish)
    return goto(request, reverse("bulk:run", args=[run.pk]))


def keep(request: Request, table: Table[M], keys: list[int]) -> BulkRun:
    """More than one waits for: they are kept, whatever is asked about them before."""
    came = back(request, reverse(f"{table.name}:list"))
    return runs.open_run(request.actor, table.name, keys, came=came)


on_customers = on_chosen(tables.CUSTOMERS, "customers:list")
on_contacts = on_chosen(tables.CONTACTS, "contacts:list")


@requires("customers.change")
@on_customers
def customer_edit(request: Request, found: list[Customer]) -> HttpResponse:
    """The page of the one that was chosen, ready to be edited."""
    return goto(request, reverse("customers:edit", args=[found[0].pk]))


@requires("customers.delete")
@on_chosen(tables.CUSTOMERS, "customers:list", many=DELETE)
def customer_delete(request: Request, found: list[Customer]) -> HttpResponse:
    home = reverse("customers:list")
    if "chosen" not in request.POST:
        return ask_to_delete_customers(request, found, then=back(request, home))
    for piece in bulk.pieces(found, AT_ONCE):
        deleting.delete_customers(request.actor, piece)
    one = _("Customer “%(name)s” deleted") % {"name": found[0].name}
    several = _("%(count)s customers deleted") % {"count": figure(len(found))}
    return done(request, one if len(found) == 1 else several, home)


@requires("contacts.delete")
@on_chosen(tables.CONTACTS, "contacts:list", many=DELETE)
def contact_delete(request: Request, found: list[Contact]) -> HttpResponse:
    home = reverse("contacts:list")
    if "chosen" not in request.POST:
        return ask_to_delete_contacts(request, found, then=back(request, home))
    if request.POST.get(successors.RULE) == successors.NEXT:
        heirs = successors.following(request.actor, found)
    else:
        heirs = successors.chosen(request.POST)
    try:
        for piece in bulk.pieces(found, AT_ONCE):
            deleting.delete_contacts(request.actor, piece, successors=heirs)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return goto(request, back(request, home))
    one = _("Contact “%(name)s” deleted") % {"name": found[0].name}
    several = _("%(count)s contacts deleted") % {"count": figure(len(found))}
    return done(request, one if len(found) == 1 else several, home)


@requires("customers.change")
@on_customers
def customer_segment(request: Request, found: list[Customer]) -> HttpResponse:
    segment = request.POST.get("segment", "")
    if "chosen" in request.POST and segment in choices.Segment.values:
        return _change(request, found, {"segment": segment})
    context = {
        "chosen": joined(found),
        "next": back(request, reverse("customers:list")),
        "count": len(found),
        "segments": [(code, label, choices.SEGMENT_ICONS[code]) for code, label in _segments()],
        "current": found[0].segment if len(found) == 1 else "",
    }
    return render_fragment(request, "customers/change_segment.html", "dialog", context)


@require_POST
@requires("customers.change")
def customer_change(request: Request) -> HttpResponse:
    return _open_run(request, tables.CUSTOMERS)


@require_POST
@requires("contacts.change")
def contact_change(request: Request) -> HttpResponse:
    return _open_run(request, tables.CONTACTS)


@require_POST
@requires("customers.change")
def customer_tags(request: Request) -> HttpResponse:
    return _open_run(request, tables.CUSTOMERS, ticked="tags")


@require_POST
@requires("contacts.change")
def contact_tags(request: Request) -> HttpResponse:
    return _open_run(request, tables.CONTACTS, ticked="tags")


def _open_run(request: Request, table: Table[M], *, ticked: str = "") -> HttpResponse:
    """The rows are kept from here on; what is to become of them is asked on the next page."""
    came = back(request, reverse(f"{table.name}:list"))
    try:
        keys = chosen_keys(request, request.actor, table, most=runs.MOST)
        run = runs.open_run(request.actor, table.name, keys, came=came)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return goto(request, came)
    page = reverse("bulk:fields", args=[run.pk])
    return goto(request, f"{page}?{urlencode({'change': ticked})}" if ticked else page)


@require_POST
@requires("customers.change")
@on_customers
def customer_active(request: Request, found: list[Customer]) -> HttpResponse:
    return _change(request, found, {"active": True})


@require_POST
@requires("customers.change")
@on_customers
def customer_inactive(request: Request, found: list[Customer]) -> HttpResponse:
    return _change(request, found, {"active": False})


def _change(request: Request, found: Sequence[Customer], fields: CustomerFields) -> HttpResponse:
    if len(found) > runs.AT_ONCE:
        return _previewed(request, found, fields)
    outcome = customers.change_customers(
        request.actor, [CustomerChange(customer, fields) for customer in found]
    )
    changed, refused = len(outcome.done), len(outcome.refused)
    text = ngettext("%(count)s customer changed", "%(count)s customers changed", changed)
    detail = ""
    if refused:
        stayed = ngettext("%(count)s was refused", "%(count)s were refused", refused)
        detail = stayed % {"count": figure(refused)}
    home = reverse("customers:list")
    return done(
        request, text % {"count": figure(changed)}, home, detail=detail, is_undoable=changed > 0
    )


def _previewed(request: Request, found: Sequence[Customer], fields: CustomerFields) -> HttpResponse:
    """Too many to wait for: checked and changed in the background, as any other field."""
    came = back(request, reverse("customers:list"))
    run = runs.open_run(request.actor, "customers", [row.pk for row in found], came=came)
    words = {"True": "yes", "False": "no"}  # as the form sends them
    form = {name: [words.get(str(value), str(value))] for name, value in fields.items()}
    runs.check(request.actor, run, Wish(set=fields), form={**form, "change": list(form)})
    return goto(request, reverse("bulk:run", args=[run.pk]))


def ask_to_delete_customers(
    request: Request, found: Sequence[Customer], *, then: str, cancel: str = ""
) -> HttpResponse:
    """Says with numbers what would go. `then` is the page to go on to, and where to cancel to."""
    keys = [customer.pk for customer in found]
    contacts = Contact.objects.visible_to(request.actor).filter(customer__in=keys)
    names = [contact.name for contact in contacts.order_by("name_fold", "pk")[: NAMED + 1]]
    context = {
        "chosen": joined(found),
        "next": then,
        "cancel": cancel,
        "name": only_name(found),
        "counts": queries.deletion_counts(keys),
        "customer_names": named([customer.name for customer in found]),
        "contact_names": named(names),
    }
    return render_fragment(request, "customers/delete.html", "dialog", context)


def ask_to_delete_contacts(
    request: Request, found: Sequence[Contact], *, then: str, cancel: str = ""
) -> HttpResponse:
    context = {
        "chosen": joined(found),
        "next": then,
        "cancel": cancel,
        "name": only_name(found),
        "count": len(found),
        "names": named([contact.name for contact in found]),
        "vacancies": successors.vacancies(request.actor, found),
        "rule": successors.rule(request.actor, found),
    }
    return render_fragment(request, "contacts/delete.html", "dialog", context)


def _segments() -> list[tuple[choices.Segment, str]]:
    return [(segment, str(segment.label)) for segment in choices.Segment]


def joined(rows: Sequence[Customer] | Sequence[Contact]) -> str:
    return ",".join(str(row.pk) for row in rows)


def named(names: Sequence[str]) -> str:
    return ", ".join([*names[:NAMED], *(["…"] if len(names) > NAMED else [])])


def done(
    request: Request, text: str, home: str, *, detail: str = "", is_undoable: bool = True
) -> HttpResponse:
    if is_undoable:
        toast_with_undo(request, text, detail=detail)
    else:
        toast(request, text, detail=detail)
    return goto(request, back(request, home))


def _gone(request: Request, home: str) -> HttpResponse:
    toast(request, _("Nothing was changed: none of the chosen rows is left."), tone="error")
    return goto(request, back(request, home))


def too_many(request: Request, error: ValidationError) -> HttpResponse:
    context = {"sentence": " ".join(error.messages), "next": back(request)}
    return render_fragment(request, "customers/too_many.html", "dialog", context, status=422)
