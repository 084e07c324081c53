"""What a person sees and may do, and what would change with another role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klientel.domains.customers.models import Contact, Customer, TeamMember
from klientel.foundation.access import Actor, VisibleQuerySet
from klientel.foundation.db import limits
from klientel.foundation.db.keyset import capped_count
from klientel.foundation.db.rows import Row
from klientel.foundation.ui.listing import figure
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Sight
from klientel.services.accounts.models import StaffTeam, User

from .sections import GROUPS

R = TypeVar("R", bound=Row)
T = TypeVar("T")
EXAMPLES = 10
Rights = list[tuple[str, list[str]]]  # the words for them, by package


@dataclass(frozen=True)
class Seen:
    """By one person in one role."""

    sight: str
    customers: str
    contacts: str


@dataclass(frozen=True)
class Beyond:
    """What one side sees and the other does not; the examples are such as the reader sees."""

    counted: list[str]
    examples: list[Customer]


def seen(actor: Actor) -> Seen:
    sight = Sight(actor.scope).label if actor.may("customers.view") else _("Nothing")
    return Seen(
        sight=str(sight),
        customers=_figure(_count(Customer.objects.visible_to(actor))),
        contacts=_figure(_count(Contact.objects.visible_to(actor))),
    )


def beyond(reader: Actor, actor: Actor, *, than: Actor) -> Beyond:
    """What `actor` sees beyond what `than` sees."""
    customers = _beyond(
        Customer.objects.visible_to(actor), Customer.objects.visible_to(than), than=than
    )
    contacts = _beyond(
        Contact.objects.visible_to(actor), Contact.objects.visible_to(than), than=than
    )
    number, other = _count(customers), _count(contacts)
    counted = [
        ngettext("%(count)s customer", "%(count)s customers", number or 0)
        % {"count": _figure(number)},
        ngettext("%(count)s contact", "%(count)s contacts", other or 0) % {"count": _figure(other)},
    ]
    shown = (customers & Customer.objects.visible_to(reader)).order_by("name_fold", "pk")
    return Beyond(
        counted=[text for text, count in zip(counted, (number, other), strict=True) if count != 0],
        examples=_patiently(lambda: list(shown[:EXAMPLES])) or [],
    )


def _beyond(
    some: VisibleQuerySet[R], others: VisibleQuerySet[R], *, than: Actor
) -> VisibleQuerySet[R]:
    """Whoever sees all misses nothing; that need not be asked row by row."""
    if than.scope == "all" and than.permissions:
        return some.none()
    return some.filter(~Exists(others.filter(pk=OuterRef("pk"))))


def looked_after(reader: Actor, team: StaffTeam) -> int:
    """How many customers have this team, up to one more than are counted."""
    return capped_count(TeamMember.objects.visible_to(reader).filter(staff_team=team))


class Losing(NamedTuple):
    person: User
    shown: str
    number: int  # for the number of the noun; of what is not known, several


def lost_without(team: StaffTeam) -> list[Losing]:
    """Of its members those who would lose sight of customers, and of how many."""
    found = []
    for person in team.members.filter(is_active=True).order_by("name", "pk"):
        actor = actors.from_user(person)
        if actor.scope == "mine":
            without = replace(actor, teams=actor.teams - {team.pk}, memo={})
            own = Customer.objects.visible_to
            count = _count(_beyond(own(actor), own(without), than=without))
            if count != 0:
                found.append(Losing(person, _figure(count), 2 if count is None else count))
    return found


def rights(actor: Actor, *, without: Actor | None = None) -> Rights:
    """In the words of the roles page; what `without` has too is left out."""
    found = []
    for group in GROUPS:
        labels = [
            str(label)
            for code, label in group.labels.items()
            if actor.may(code) and not (without and without.may(code))
        ]
        if labels:
            found.append((str(group.title), labels))
    return found


def _count(rows: VisibleQuerySet[R]) -> int | None:
    return _patiently(lambda: capped_count(rows))


def _figure(count: int | None) -> str:
    return _("unknown") if count is None else figure(count)


def _patiently(read: Callable[[], T]) -> T | None:
    try:
        with limits.at_most():
            return read()
    except limits.TooSlow:
        return None
