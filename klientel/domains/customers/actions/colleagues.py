"""Who looks after customers: account managers and teams, named by rows, found for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from klientel.domains.customers import queries
from klientel.domains.customers.fields import CustomerFields
from klientel.domains.customers.models import Customer, TeamMember
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.accounts.models import StaffTeam, User

from .parts import Plan

Errors = MutableMapping[str, list[str]]


@dataclass(frozen=True)
class Colleagues:
    """Keys by what rows call them: people by folded e-mail address, teams by folded name."""

    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)  # teams as they write themselves

    def learn(self, others: Colleagues) -> None:
        self.people.update(others.people)
        self.teams.update(others.teams)
        self.called.update(others.called)

    def manager(self, email: str) -> int | None:
        return self.people.get(email.casefold())


def named(rows: Sequence[Mapping[str, Any]]) -> Colleagues:
    """Those who can be chosen: people who can sign in, teams that are not dissolved."""
    people = {email.casefold() for row in rows for email in _people(row)}
    teams = {name.casefold() for row in rows for name in row.get("staff_teams") or ()}
    found = Colleagues()
    if people:
        active = User.objects.filter(email__in=people, is_active=True)
        found.people.update(
            (email.casefold(), key) for email, key in active.values_list("email", "pk")
        )
    if teams:
        for name, key in StaffTeam.objects.active().values_list("name", "pk"):
            if (folded := name.casefold()) in teams:
                found.teams[folded], found.called[folded] = key, name
    return found


def _people(row: Mapping[str, Any]) -> list[str]:
    manager = row.get("account_manager")
    return [*([manager] if manager else []), *(row.get("team") or ())]


def refuse_strangers(
    rows: Sequence[CustomerFields],
    errors: Sequence[Errors],
    known: Colleagues,
    *,
    owners: Sequence[Customer] = (),
) -> None:
    """Whoever looks after a customer is a colleague who can sign in, or a team that is not
    dissolved. Those who were on the team of `owners` before that stay on it. Puts the names of
    teams as they write themselves."""
    stays = _stays(rows, known, owners)
    for place, (row, found) in enumerate(zip(rows, errors, strict=True)):
        manager = row.get("account_manager", "")
        if manager and known.manager(manager) is None:
            found.setdefault("account_manager", []).append(stranger(manager))
        mine = stays.get(owners[place].pk, set()) if owners else set()
        for email in row.get("team") or ():
            if email.casefold() not in known.people and email.casefold() not in mine:
                found.setdefault("team", []).append(stranger(email))
        for name in row.get("staff_teams") or ():
            if name.casefold() not in known.teams and name.casefold() not in mine:
                found.setdefault("staff_teams", []).append(no_team(name))
        if "staff_teams" in row:
            row["staff_teams"] = [known.called.get(n.casefold(), n) for n in row["staff_teams"]]


def stranger(email: str) -> str:
    sentence = _("There is no active colleague with the address %(email)s.")
    return str(sentence % {"email": email[:80]})


def no_team(name: str) -> str:
    return str(_("There is no team called “%(name)s”.") % {"name": name[:80]})


def _stays(
    rows: Sequence[Mapping[str, Any]], known: Colleagues, owners: Sequence[Customer]
) -> dict[int, set[str]]:
    """By customer, what those on its team are called; read only if somebody is not known."""
    if not owners or all(
        each.casefold() in known.people or each.casefold() in known.teams
        for row in rows
        for each in (*(row.get("team") or ()), *(row.get("staff_teams") or ()))
    ):
        return {}
    found: dict[int, set[str]] = {}
    for key, members in queries.team_of(owner.pk for owner in owners).items():
        found[key] = {queries.called(member).casefold() for member in members}
    return found


def members(owner: Customer, row: Mapping[str, Any], known: Colleagues) -> list[TeamMember]:
    """The account team a new customer begins with."""
    people = [known.people[email.casefold()] for email in row.get("team") or ()]
    teams = [known.teams[name.casefold()] for name in row.get("staff_teams") or ()]
    return [
        *(TeamMember.make(customer_id=owner.pk, user_id=key) for key in people),
        *(TeamMember.make(customer_id=owner.pk, staff_team_id=key) for key in teams),
    ]


def sync_members(
    plan: Plan,
    owner: Customer,
    *,
    present: Sequence[TeamMember],
    fields: Mapping[str, Any],
    known: Colleagues,
) -> None:
    """Bring the kinds of members named in `fields` in line with its lists."""
    for name, is_mine in (("team", _is_person), ("staff_teams", _is_team)):
        if name not in fields:
            continue
        wanted = {each.casefold(): each for each in fields[name]}
        mine = {queries.called(member).casefold(): member for member in present if is_mine(member)}
        plan.delete += [member for called, member in mine.items() if called not in wanted]
        new = [each for called, each in wanted.items() if called not in mine]
        plan.insert += members(owner, {name: new}, known)


def _is_person(member: TeamMember) -> bool:
    return member.user_id is not None


def _is_team(member: TeamMember) -> bool:
    return member.staff_team_id is not None


def free(rows: Iterable[TeamMember]) -> list[TeamMember]:
    """Those of the bin who are not on the team again by now."""
    gone = list(rows)
    live = TeamMember.objects.filter(
        customer__in={row.customer_id for row in gone}, deleted_at=None
    )
    there = set(live.values_list("customer_id", "user_id", "staff_team_id"))
    return [row for row in gone if (row.customer_id, row.user_id, row.staff_team_id) not in there]
