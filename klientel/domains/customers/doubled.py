"""The groups of records that look like one, as one reader sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.foundation.db.keyset import BadCursor, Order, Page, capped_count, page
from klientel.services.accounts.models import Company

from . import queries
from .alike import REASONS
from .choices import PointKind
from .display import Words
from .models import Contact, Customer, DoubleGroup, DoublePair, DoubleRun
from .models.doubles import Of

PAGE: Final = 20
SUREST: Final = Order("score", descending=True)
VERY, LIKELY = 80, 65  # of 100
LEVELS: Final[Mapping[str, Any]] = {
    "very": _("Very likely"),
    "likely": _("Likely"),
    "possible": _("Possible"),
}


@dataclass(frozen=True)
class Member:
    """A record of a group, and how to tell it from the others."""

    record: Customer | Contact
    place: str  # number and city of a customer, the customer of a contact
    reached: str  # how to reach it


@dataclass
class Group:
    key: int
    score: int
    reasons: Sequence[str]  # in words
    members: list[Member] = field(default_factory=list)

    @property
    def level(self) -> str:
        return level(self.score)

    @property
    def certainty(self) -> str:
        return str(LEVELS[self.level])

    @property
    def ids(self) -> str:
        return "&".join(f"ids={member.record.pk}" for member in self.members)


def level(score: int) -> str:
    if score >= VERY:
        return "very"
    return "likely" if score >= LIKELY else "possible"


def last_run(actor: Actor, of: Of) -> DoubleRun | None:
    """Whose groups are shown."""
    done = DoubleRun.objects.visible_to(actor).filter(of=of, stage=DoubleRun.Stage.DONE)
    return done.order_by("-pk").first()


def working_run(actor: Actor, of: Of) -> DoubleRun | None:
    runs = DoubleRun.objects.visible_to(actor).filter(of=of)
    return runs.exclude(stage=DoubleRun.Stage.DONE).order_by("-pk").first()


def groups(
    actor: Actor, run: DoubleRun, *, sure: str = "", reason: str = ""
) -> QuerySet[DoubleGroup]:
    found = DoubleGroup.objects.visible_to(actor).filter(run=run)
    if sure == "very":
        found = found.filter(score__gte=VERY)
    elif sure == "likely":
        found = found.filter(score__gte=LIKELY, score__lt=VERY)
    elif sure == "possible":
        found = found.filter(score__lt=LIKELY)
    if reason in REASONS:
        pairs = DoublePair.objects.visible_to(actor).filter(group=OuterRef("pk"))
        found = found.filter(Exists(pairs.filter(reasons__contains=reason)))
    return found


def count(found: QuerySet[DoubleGroup]) -> int:
    return capped_count(found)


def page_of(found: QuerySet[DoubleGroup], cursor: str) -> Page[DoubleGroup]:
    try:
        return page(found, SUREST, size=PAGE, cursor=cursor)
    except BadCursor:
        return page(found, SUREST, size=PAGE)


def shown(actor: Actor, of: Of, rows: Sequence[DoubleGroup]) -> list[Group]:
    """With the records this actor sees; what somebody told apart is no reason any more."""
    keys: dict[int, set[int]] = defaultdict(set)
    reasons: dict[int, set[str]] = defaultdict(set)
    scores: dict[int, int] = defaultdict(int)
    pairs = DoublePair.objects.visible_to(actor).filter(group__in=[row.pk for row in rows])
    for pair in pairs:
        key = pair.group_id or 0
        keys[key] |= {pair.first, pair.second}
        reasons[key].update(pair.reasons.split())
        scores[key] = max(scores[key], pair.score)
    members = _members(actor, of, {key for found in keys.values() for key in found})
    order = list(REASONS)
    return [
        Group(
            row.pk,
            scores[row.pk],
            [str(REASONS[code]) for code in sorted(reasons[row.pk], key=order.index)],
            [members[key] for key in sorted(keys[row.pk]) if key in members],
        )
        for row in rows
    ]


def _members(actor: Actor, of: Of, keys: set[int]) -> dict[int, Member]:
    words = Words(Company.objects.current().country, actor)
    if of == Of.CUSTOMERS:
        customers = Customer.objects.visible_to(actor).in_bulk(sorted(keys))
        reached = queries.shown_points("customer", customers)
        return {
            key: Member(
                row, " · ".join(filter(None, [row.number, row.city])), _reach(words, reached[key])
            )
            for key, row in customers.items()
        }
    contacts = Contact.objects.visible_to(actor).in_bulk(sorted(keys))
    owners = {row.customer_id for row in contacts.values() if row.customer_id}
    names = dict(Customer.objects.visible_to(actor).filter(pk__in=owners).values_list("pk", "name"))
    reached = queries.shown_points("contact", contacts)
    return {
        key: Member(row, names.get(row.customer_id or 0, ""), _reach(words, reached[key]))
        for key, row in contacts.items()
    }


def _reach(words: Words, points: Sequence[queries.Shown]) -> str:
    email = queries.preferred(points, PointKind.EMAIL)
    number = queries.preferred(points, PointKind.PHONE, PointKind.MOBILE)
    return " · ".join(filter(None, [email, _whole(words.phone(number)) if number else ""]))


def _whole(number: str) -> str:
    """It stays on one line."""
    return number.replace(" ", "\u00a0")
