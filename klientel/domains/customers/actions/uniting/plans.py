"""What a merge would do: asked by the page beforehand, and once more, with locks, by the act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from klientel.domains.customers import followers
from klientel.domains.customers.display import label
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.followers import Follower, United
from klientel.domains.customers.models import Address, Contact, Customer, TeamMember
from klientel.domains.customers.purposes import PURPOSES
from klientel.foundation.db.rows import Row
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.accounts.models import User

from .choosing import EXTERNAL, Chosen, columns

R = TypeVar("R", Customer, Contact)
ONE_EACH = {"vat_id": "vat_id", EXTERNAL.name: "external_id"}  # two of them are worth a word


@dataclass
class Plan(Generic[R]):
    """`records` begins with the winner; the others are what it takes over."""

    records: Sequence[R]
    columns: dict[str, Any]  # of the winner, as they will be
    exchanged: dict[int, dict[str, Any]]  # by loser: what the winner gives up and it keeps
    united: list[tuple[Follower, United]] = field(default_factory=list)
    joining: list[int] = field(default_factory=list)  # account managers who join the team
    collisions: list[str] = field(default_factory=list)

    @property
    def winner(self) -> R:
        return self.records[0]

    @property
    def losers(self) -> Sequence[R]:
        return self.records[1:]

    @property
    def moves(self) -> list[str]:
        """What goes along, kind by kind, as people read it."""
        return [
            str(follower.counted % {"count": united.live})
            for follower, united in self.united
            if follower.counted is not None and united.live
        ]


def of_customers(
    records: Sequence[Customer], chosen: Chosen, *, is_locked: bool = False
) -> Plan[Customer]:
    new, exchanged = columns(records, chosen)
    plan = Plan(records, new, exchanged)
    _unite(plan, CUSTOMER, is_locked=is_locked)
    _settle_parent(plan)
    _settle_team(plan)
    _settle_place(plan)
    _say_second_values(plan)
    return plan


def of_contacts(
    records: Sequence[Contact], chosen: Chosen, *, is_locked: bool = False
) -> Plan[Contact]:
    new, exchanged = columns(records, chosen)
    plan = Plan(records, new, exchanged)
    _unite(plan, CONTACT, is_locked=is_locked)
    _settle_seats(plan)
    _say_second_values(plan)
    return plan


def _unite(plan: Plan[Any], model: str, *, is_locked: bool) -> None:
    group = {record.pk for record in plan.records}
    for follower in followers.of(model):
        rows = follower.rows(group, is_locked=is_locked)
        if follower.model is type(plan.winner):  # not among themselves
            rows = [row for row in rows if row.pk not in group]
        own = [row for row in rows if getattr(row, follower.key) == plan.winner.pk]
        coming = [row for row in rows if getattr(row, follower.key) != plan.winner.pk]
        united = follower.unite(plan.winner, own, coming)
        plan.united.append((follower, united))
        plan.collisions += united.collisions


def _settle_parent(plan: Plan[Customer]) -> None:
    """One level, and nobody belongs to themselves."""
    group = {record.pk for record in plan.records}
    parent = plan.columns["parent_id"]
    related = [r for r in plan.records if r.parent_id in group]
    if related:
        plan.collisions.append(
            _("%(name)s belongs to a company it is merged with: that relation ends.")
            % {"name": related[0].name}
        )
    if parent in group:
        others = (r for r in plan.records if r.parent_id and r.parent_id not in group)
        source = next(others, None)
        parent = source.parent_id if source else None
        relation = source.parent_relation if source else ""
        plan.columns |= {"parent_id": parent, "parent_relation": relation}
    if parent is not None and _has_children(plan, group):
        plan.columns |= {"parent_id": None, "parent_relation": ""}
        plan.collisions.append(
            _(
                "There is one level of subsidiaries only: with some of its own, %(name)s belongs to"
                " no other company any more."
            )
            % {"name": plan.columns["name"]}
        )


def _has_children(plan: Plan[Customer], group: set[int]) -> bool:
    live = Customer.objects.filter(parent__in=group, deleted_at=None)
    return live.exclude(pk__in=group).exists()


def _settle_team(plan: Plan[Customer]) -> None:
    """Who looked after one of them goes on seeing what became of it."""
    manager = plan.columns["account_manager_id"]
    team = {
        row.user_id
        for row in _rows(plan, TeamMember)
        if isinstance(row, TeamMember) and row.deleted_at is None
    }
    own = TeamMember.objects.filter(customer=plan.winner, deleted_at=None)
    known = {manager, None, *team, *own.values_list("user_id", flat=True)}
    leaving = dict.fromkeys(record.account_manager_id for record in plan.records)
    plan.joining = [key for key in leaving if key is not None and key not in known]
    for name in (
        User.objects.filter(pk__in=plan.joining).order_by("name").values_list("name", flat=True)
    ):
        sentence = _("%(name)s is account manager of one of them and joins the account team.")
        plan.collisions.append(sentence % {"name": name})


def _settle_place(plan: Plan[Customer]) -> None:
    """The columns that repeat the main address, where the winner gets its first one."""
    for row in _rows(plan, Address):
        is_main = isinstance(row, Address) and row.main and row.deleted_at is None
        if is_main and _values(plan, row).get("main", True):
            plan.columns |= {n: getattr(row, n) for n in ("city", "postal_code", "country")}


def _values(plan: Plan[Any], row: Row) -> Mapping[str, Any]:
    moved = (pair for _follower, united in plan.united for pair in united.moved)
    return next(values for each, values in moved if each is row)


def _rows(plan: Plan[Any], model: type[Row]) -> Iterable[Row]:
    return [
        row
        for follower, united in plan.united
        if follower.model is model
        for row, _values in united.moved
    ]


def _say_second_values(plan: Plan[Any]) -> None:
    for name, column in ONE_EACH.items():
        if column not in plan.columns:
            continue
        stays = plan.columns[column]
        others = dict.fromkeys(getattr(record, column) for record in plan.records)
        left = [str(value) for value in others if value and value != stays]
        if left:
            sentence = _("%(field)s: “%(stays)s” stays; “%(goes)s” is kept with the merged record.")
            values = {"field": label(name), "stays": stays, "goes": ", ".join(left)}
            plan.collisions.append(sentence % values)


def _settle_seats(plan: Plan[Contact]) -> None:
    """The winner is the primary contact where one of them was, if it is there and active."""
    place, is_active = plan.columns["customer_id"], plan.columns["active"]
    for purpose in PURPOSES:
        holders = [row for row in plan.records if getattr(row, purpose)]
        here = [row for row in holders if row.customer_id == place and place is not None]
        plan.columns[purpose] = bool(here) and is_active
        for row in holders:
            if row not in here or not is_active:
                sentence = _("%(role)s: %(name)s is it no longer, the place is free afterwards.")
                plan.collisions.append(sentence % {"role": label(purpose), "name": row.name})
