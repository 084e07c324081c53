"""How the rows of two records come to hang on one: what moves, what is there already, and what
of it somebody should know."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from django.utils.translation import ngettext_lazy

from klientel.domains.customers.choices import PointKind
from klientel.domains.customers.display import label
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.followers import Follower, Staying, United
from klientel.domains.customers.models import (
    Address,
    Contact,
    ContactPoint,
    Customer,
    EmailDomain,
    Note,
    Tagging,
    TeamMember,
)
from klientel.domains.customers.purposes import PURPOSES, Purpose
from klientel.foundation.db.rows import Row
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _
from klientel.foundation.lib.sentences import ngettext

R = TypeVar("R", bound=Row)


def _live(rows: Iterable[R]) -> list[R]:
    return [row for row in rows if row.deleted_at is None]


def _behind(
    own: Iterable[R], coming: Iterable[R], same: Callable[[R], Hashable]
) -> tuple[list[R], list[R]]:
    """Those that come, and those of the living that are there already."""
    known = {same(row) for row in _live(own)}
    moving: list[R] = []
    behind: list[R] = []
    for row in coming:
        if row.deleted_at is not None:
            moving.append(row)
        elif (key := same(row)) in known:
            behind.append(row)
        else:
            known.add(key)
            moving.append(row)
    return moving, behind


def _placed(own: Iterable[Any], moving: Iterable[Any]) -> list[tuple[Row, dict[str, Any]]]:
    """After those that are there, in their order."""
    last = max((row.place for row in _live(own)), default=-1)
    return [(row, {"place": last + number}) for number, row in enumerate(moving, start=1)]


def contacts(_winner: Row, own: Sequence[Row], coming: Sequence[Row]) -> United:
    """Of two primary contacts the winner's stays it."""
    found = United()
    holders: dict[Purpose, Contact] = {}
    for row in _live(own):
        if isinstance(row, Contact):
            holders |= {purpose: row for purpose in PURPOSES if getattr(row, purpose)}
    for row in coming:
        values: dict[str, Any] = {}
        for purpose in PURPOSES if isinstance(row, Contact) and row.deleted_at is None else ():
            if not getattr(row, purpose):
                continue
            if purpose in holders:
                values[purpose] = False
                found.collisions.append(_second(purpose, holders[purpose], row))
            elif isinstance(row, Contact):
                holders[purpose] = row
        found.moved.append((row, values))
    return found


def _second(purpose: Purpose, stays: Row, goes: Row) -> str:
    sentence = _("%(role)s: %(stays)s stays it, %(goes)s is it no longer.")
    return sentence % {"role": label(purpose), "stays": stays, "goes": goes}


def points(_winner: Row, own: Sequence[Row], coming: Sequence[Row]) -> United:
    """What stands with both is kept once; each group has one preferred."""
    mine = [row for row in own if isinstance(row, ContactPoint)]
    theirs = [row for row in coming if isinstance(row, ContactPoint)]
    moving, behind = _behind(mine, theirs, lambda row: (_is_email(row), row.key))
    taken = {_is_email(row) for row in _live(mine) if row.preferred}
    found = United(moved=_placed(mine, moving), behind=[*behind])
    for row, values in found.moved:
        if isinstance(row, ContactPoint) and row.preferred and row.deleted_at is None:
            if _is_email(row) in taken:
                values["preferred"] = False
            taken.add(_is_email(row))
    if behind:
        sentence = ngettext(
            "%(count)s phone number or e-mail address stands with both and is kept once.",
            "%(count)s phone numbers or e-mail addresses stand with both and are kept once.",
            len(behind),
        )
        found.collisions.append(sentence % {"count": len(behind)})
    return found


def _is_email(row: ContactPoint) -> bool:
    return row.kind == PointKind.EMAIL


def addresses(_winner: Row, own: Sequence[Row], coming: Sequence[Row]) -> United:
    mine = [row for row in own if isinstance(row, Address)]
    theirs = [row for row in coming if isinstance(row, Address)]
    moving, behind = _behind(mine, theirs, _written)
    found = United(moved=_placed(mine, moving), behind=[*behind])
    main = next((row for row in _live(mine) if row.main), None)
    for row, values in found.moved:
        if not isinstance(row, Address) or not row.main or row.deleted_at is not None:
            continue
        if main is None:
            main = row
            continue
        values["main"] = False
        sentence = _("Main address: “%(stays)s” stays it, “%(goes)s” is kept beside it.")
        found.collisions.append(sentence % {"stays": main, "goes": row})
    if behind:
        sentence = ngettext(
            "%(count)s address stands with both and is kept once.",
            "%(count)s addresses stand with both and are kept once.",
            len(behind),
        )
        found.collisions.append(sentence % {"count": len(behind)})
    return found


def _written(row: Address) -> Hashable:
    words = (row.street, row.postal_code, row.city, row.country)
    return (row.purpose, *map(text.fold, words))


def domains(_winner: Row, own: Sequence[Row], coming: Sequence[Row]) -> United:
    return United(moved=_placed(own, coming))


def team(_winner: Row, own: Sequence[Row], coming: Sequence[Row]) -> United:
    """Who looks after both is on the team once."""
    mine = [row for row in own if isinstance(row, TeamMember)]
    theirs = [row for row in coming if isinstance(row, TeamMember)]
    moving, behind = _behind(mine, theirs, lambda row: (row.user_id, row.staff_team_id))
    return United(moved=[(row, {}) for row in moving], behind=[*behind])


def tags(_winner: Row, own: Sequence[Row], coming: Sequence[Row]) -> United:
    """The tags of both, each once."""
    mine = [row for row in own if isinstance(row, Tagging)]
    theirs = [row for row in coming if isinstance(row, Tagging)]
    moving, behind = _behind(mine, theirs, lambda row: row.tag_id)
    return United(moved=[(row, {}) for row in moving], behind=[*behind])


def subsidiaries(winner: Row, _own: Sequence[Row], coming: Sequence[Row]) -> United:
    """The winner may have been one of them; it does not come to itself."""
    return United(moved=[(row, {}) for row in coming if row.pk != winner.pk])


DECLARED: tuple[Follower | Staying, ...] = (
    Follower(
        CUSTOMER,
        Contact,
        "customer_id",
        ngettext_lazy("%(count)s contact", "%(count)s contacts", "count"),
        unite=contacts,
    ),
    Follower(
        CUSTOMER,
        ContactPoint,
        "customer_id",
        ngettext_lazy(
            "%(count)s phone number or e-mail address",
            "%(count)s phone numbers and e-mail addresses",
            "count",
        ),
        unite=points,
    ),
    Follower(
        CUSTOMER,
        Address,
        "customer_id",
        ngettext_lazy("%(count)s address", "%(count)s addresses", "count"),
        unite=addresses,
    ),
    Follower(
        CUSTOMER,
        EmailDomain,
        "customer_id",
        ngettext_lazy("%(count)s e-mail domain", "%(count)s e-mail domains", "count"),
        unite=domains,
    ),
    Follower(
        CUSTOMER,
        TeamMember,
        "customer_id",
        ngettext_lazy(
            "%(count)s member of the account team", "%(count)s members of the account team", "count"
        ),
        unite=team,
    ),
    Follower(
        CUSTOMER,
        Customer,
        "parent_id",
        ngettext_lazy("%(count)s subsidiary", "%(count)s subsidiaries", "count"),
        unite=subsidiaries,
    ),
    Follower(
        CUSTOMER,
        Note,
        "customer_id",
        ngettext_lazy("%(count)s note", "%(count)s notes", "count"),
    ),
    Follower(
        CUSTOMER,
        Tagging,
        "customer_id",
        ngettext_lazy("%(count)s tag", "%(count)s tags", "count"),
        unite=tags,
    ),
    Follower(CUSTOMER, Customer, "merged_into_id"),  # old addresses lead on in one step
    Staying(
        CUSTOMER,
        "customers.sentform",
        "customer_id",
        "a form sent again leads to the page of its customer, and from there to the winner",
    ),
    Follower(
        CONTACT,
        ContactPoint,
        "contact_id",
        ngettext_lazy(
            "%(count)s phone number or e-mail address",
            "%(count)s phone numbers and e-mail addresses",
            "count",
        ),
        unite=points,
    ),
    Follower(
        CONTACT,
        Note,
        "contact_id",
        ngettext_lazy("%(count)s note", "%(count)s notes", "count"),
    ),
    Follower(
        CONTACT,
        Tagging,
        "contact_id",
        ngettext_lazy("%(count)s tag", "%(count)s tags", "count"),
        unite=tags,
    ),
    Follower(CONTACT, Contact, "merged_into_id"),
)
