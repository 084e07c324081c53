"""Who sees a customer or a contact, and through what: the rule of sight the other way round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import StaffTeam, User

from . import queries
from .models import Contact, Customer

Kind = Literal["role", "manager", "team", "staff_team"]
ICONS = {"role": "shield-check", "manager": "user-round", "team": "users", "staff_team": "users"}


@dataclass(frozen=True)
class Way:
    kind: Kind
    team: str = ""  # of the staff, by its name

    def __str__(self) -> str:
        if self.kind == "role":
            return _("Role: all customers")
        if self.kind == "manager":
            return pgettext("person", "Account manager")
        if self.kind == "team":
            return _("Account team")
        return _("Account team: %(team)s") % {"team": self.team}

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


@dataclass(frozen=True)
class Seer:
    user: User
    may_edit: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Seen:
    seers: list[Seer]  # those in whose care it is first, then by name
    others: int  # colleagues who can sign in and do not see it


def who_sees(record: Customer | Contact) -> Seen:
    area = "contacts" if isinstance(record, Contact) else "customers"
    customer = record.customer if isinstance(record, Contact) else record
    people = list(User.objects.active().order_by("name", "pk"))
    sights = {role: actors.sight_of(role) for role in Role.values}
    own = _ways(customer) if customer else {}
    found: list[Seer] = []
    for person in people:
        permissions = actors.permissions_of(person.role)
        ways = own.get(person.pk, [])
        if sights[person.role] == Sight.ALL:
            ways = [*ways, Way("role")]
        if ways and f"{area}.view" in permissions:
            found.append(Seer(person, f"{area}.change" in permissions, tuple(ways)))
    found.sort(key=lambda seer: seer.ways[0].kind == "role")
    return Seen(found, len(people) - len(found))


def _ways(customer: Customer) -> dict[int, list[Way]]:
    """By person, beside what their role gives them."""
    found: dict[int, list[Way]] = {}
    if customer.account_manager_id:
        found.setdefault(customer.account_manager_id, []).append(Way("manager"))
    team = queries.team_of([customer.pk])[customer.pk]
    for member in team:
        if member.user_id:
            found.setdefault(member.user_id, []).append(Way("team"))
    theirs = [member.staff_team_id for member in team if member.staff_team_id]
    if theirs:
        teams = StaffTeam.objects.active().filter(pk__in=theirs)
        for name, key in teams.values_list("name", "members"):
            if key is not None:
                found.setdefault(key, []).append(Way("staff_team", name))
    return found
