"""Chosen contacts go to another organisation, or out of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from klientel.domains.customers import policy, tables
from klientel.domains.customers.actions import assigning, moving
from klientel.domains.customers.actions.primaries import held
from klientel.domains.customers.choices import ByDomain
from klientel.domains.customers.display import label
from klientel.domains.customers.models import Contact, Customer, DomainRule
from klientel.domains.customers.purposes import GENERAL, OPTIONAL, Purpose
from klientel.domains.customers.together.kinds import MOVE
from klientel.domains.customers.tree import NOBODY
from klientel.foundation.access import Request, requires
from klientel.foundation.db import bulk
from klientel.foundation.lib import domains
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui.choosing import chosen_keys
from klientel.foundation.ui.htmx import back, render_fragment
from klientel.foundation.ui.listing import figure
from klientel.services.bulk import actions as runs
from klientel.services.bulk.models import BulkRun
from klientel.services.bulk.wishes import Wish
from klientel.services.journal.facts import only_name

from .bulk import AT_ONCE, done, joined, keep, named, on_contacts, previewed, too_many

OFFERED = 8
BY_ADDRESS = -1  # stands for "as the rule for e-mail domains says"


@dataclass(frozen=True)
class Place:
    """Where contacts can go; key 0 stands for no organisation."""

    key: int
    name: str
    kind: str = "organisation"


@requires("contacts.change")
def move(request: Request) -> HttpResponse:
    """More than one waits for are kept in a run from the beginning, which shows a preview."""
    if "run" in request.POST:
        return _kept(request)
    try:
        keys = chosen_keys(request, request.actor, tables.CONTACTS, most=runs.MOST)
        run = keep(request, tables.CONTACTS, keys) if len(keys) > runs.AT_ONCE else None
    except ValidationError as error:
        return too_many(request, error)
    return _of_many(request, run) if run else _of_few(request)


def _kept(request: Request) -> HttpResponse:
    mine = BulkRun.objects.visible_to(request.actor).filter(kind=tables.CONTACTS.name)
    return _of_many(request, get_object_or_404(mine, pk=whole(request.POST["run"])))


def _of_many(request: Request, run: BulkRun) -> HttpResponse:
    place = place_of(request)
    if place is not None and ("run" in request.POST or "chosen" in request.POST):
        try:
            wish = Wish(act=MOVE, given={"to": place.key, "name": place.name})
            return previewed(request, run, wish)
        except ValidationError as error:
            return too_many(request, error)
    refusal = _("Choose where they go.") if "run" in request.POST else ""
    first = [key for key, _version in run.pieces.get(place=0).items]
    some = Contact.objects.visible_to(request.actor).filter(pk__in=first).order_by("pk")
    counted = tables.CONTACTS.counted(run.total)
    asked = {"run": run.pk, "count": run.total, "counted": counted}
    return _ask(request, list(some), place, refusal=refusal, asked=asked)


@on_contacts
def _of_few(request: Request, found: list[Contact]) -> HttpResponse:
    """Asks first: where to, and what becomes of the organisations they leave."""
    place = place_of(request)
    if "chosen" not in request.POST:
        return _ask(request, found, place)
    if place is None:
        return _ask(request, found, place, refusal=_("Choose where they go."))
    return _move(request, found, place)


@require_safe
@requires("contacts.change")
def places(request: Request) -> HttpResponse:
    """Organisations whose name or number fits what is being typed."""
    chosen = place_of(request)
    found = places_for(request, request.GET.get("q", ""), with_one=chosen)
    if "email" in request.GET:
        by_rule = by_address(request, request.GET["email"])
        found = [*([by_rule] if by_rule else []), *found]
        chosen = chosen or by_rule or nobody()
    context = {"places": found, "chosen_place": chosen, "none_fits": none_fits(found)}
    return render(request, "contacts/move.html#places", context)


def _move(request: Request, found: Sequence[Contact], place: Place) -> HttpResponse:
    target = Customer(pk=place.key, name=place.name) if place.key != NOBODY else None
    moved: list[Contact] = []
    try:
        for piece in bulk.pieces(found, AT_ONCE):
            moved += moving.move_contacts(request.actor, piece, target)
    except ValidationError as error:
        return _ask(request, found, place, refusal=" ".join(error.messages))
    return done(request, _told(moved, place), back(request), is_undoable=bool(moved))


def _told(moved: Sequence[Contact], place: Place) -> str:
    if not moved:
        return _("Nobody had to be moved.")
    names = {"name": moved[0].name, "target": place.name, "count": figure(len(moved))}
    if len(moved) == 1:
        if place.key == NOBODY:
            return _("%(name)s is at no organisation now") % names
        return _("%(name)s moved to %(target)s") % names
    if place.key == NOBODY:
        text = ngettext(
            "%(count)s contact is at no organisation now",
            "%(count)s contacts are at no organisation now",
            len(moved),
        )
        return text % names
    text = ngettext(
        "%(count)s contact moved to %(target)s",
        "%(count)s contacts moved to %(target)s",
        len(moved),
    )
    return text % names


def _ask(
    request: Request,
    found: Sequence[Contact],
    place: Place | None,
    *,
    refusal: str = "",
    asked: Mapping[str, object] | None = None,
) -> HttpResponse:
    """`asked` is of a run; its preview says what becomes of the organisations."""
    offered = [] if place else places_for(request, "")
    context = {
        "chosen": joined(found),
        "next": back(request, reverse("contacts:list")),
        "name": only_name(found),
        "count": len(found),
        "names": named([contact.name for contact in found]),
        "chosen_place": place,
        "places": offered,
        "none_fits": none_fits(offered),
        "refusal": refusal,
        **(_left(request, found) if asked is None else asked),
    }
    status = 422 if refusal else 200
    return render_fragment(request, "contacts/move.html", "dialog", context, status=status)


def _left(request: Request, found: Sequence[Contact]) -> dict[str, object]:
    """Whose primary contact goes, in general and for something."""
    seats = [(contact.customer_id, purpose) for contact in found for purpose in held(contact)]
    customers = Customer.objects.visible_to(request.actor)
    named_ones = customers.filter(pk__in={key for key, _purpose in seats if key})
    names = dict(named_ones.order_by("name_fold", "pk").values_list("pk", "name"))

    def those(purpose: Purpose) -> str:
        keys = {key for key, each in seats if each == purpose}
        return named([name for key, name in names.items() if key in keys])

    vacant = [(label(purpose), those(purpose)) for purpose in OPTIONAL]
    return {
        "without_primary": those(GENERAL),
        "vacant": [(title, left) for title, left in vacant if left],
    }


def place_of(request: Request) -> Place | None:
    """Where the row was dropped, or what was chosen in the dialog."""
    given = request.POST.get("to", request.GET.get("to", ""))
    key = whole(given)
    if key is None:
        return None
    if key == NOBODY:
        return nobody()
    found = Customer.objects.visible_to(request.actor).filter(pk=key).first()
    return _as_place(found) if found else None


def by_address(request: Request, email: str) -> Place | None:
    """Where the rule for domains would put somebody with this address; nowhere where it is off."""
    mode = DomainRule.objects.visible_to(request.actor).current()
    if mode == ByDomain.OFF:
        return None
    domain = domains.of_email(email)
    owner = assigning.owners_of([domain]).get(domain)
    visible = Customer.objects.visible_to(request.actor)
    known = visible.filter(pk=owner).first() if owner else None
    is_new = domain and not owner and not domains.is_public(domain)
    if known is not None:
        where = known.name
    elif is_new and mode == ByDomain.CREATE and request.actor.may("customers.add"):
        where = _("new organisation %(domain)s") % {"domain": domains.readable(domain)}
    else:
        where = _("none")
    return Place(BY_ADDRESS, _("By the e-mail address: %(where)s") % {"where": where}, "person")


def nobody() -> Place:
    return Place(NOBODY, _("No organisation"), "person")


def _as_place(customer: Customer) -> Place:
    return Place(customer.pk, customer.name)


def places_for(request: Request, q: str, *, with_one: Place | None = None) -> list[Place]:
    """Nobody's where that may be, the one that is chosen, and the first organisations that fit."""
    found = tables.CUSTOMERS.search(request.actor, q).narrow(
        Customer.objects.visible_to(request.actor)
    )
    customers = found.order_by("name_fold", "pk").only("name")[:OFFERED]
    offered = [nobody()] if policy.may_belong_to_nobody(request.actor) else []
    offered += [_as_place(customer) for customer in customers]
    if with_one is not None and with_one not in offered and with_one.key != NOBODY:
        offered.insert(1, with_one)
    return offered


def none_fits(offered: Sequence[Place]) -> bool:
    return not any(place.key > NOBODY for place in offered)
