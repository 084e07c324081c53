"""Teams of staff: who makes them, who may join, what is refused and what is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actions, actors, sight, teams
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import StaffTeam, User
from klientel.services.journal.models import SecurityEvent

from .together import at_once

People = Callable[[str], User]


def told() -> list[tuple[str, dict[str, object]]]:
    events = SecurityEvent.objects.filter(kind__regex=r"team|sight").order_by("pk")
    return list(events.values_list("kind", "data"))


def members(team: StaffTeam) -> set[int]:
    return set(team.members.values_list("pk", flat=True))


@pytest.mark.parametrize("role", ["fleet_admin", "user", "technician", "billing", "read_only"])
def test_only_who_manages_users_changes_teams_and_sight(
    as_role: Callable[[str], Actor], people: People, role: str
) -> None:
    actor = as_role(role)
    team = teams.create_team(SYSTEM, name="Nord", members=[people(role).pk])
    for act in (
        lambda: teams.create_team(actor, name="Süd"),
        lambda: teams.change_team(actor, team, name="Süd"),
        lambda: teams.dissolve_team(actor, team),
        lambda: teams.restore_team(actor, team),
        lambda: teams.set_teams(actor, people(role), []),
        lambda: sight.set_sight(actor, {"user": "mine"}),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_team_is_made_changed_dissolved_and_restored(anna: Actor, people: People) -> None:
    beat, chiara = people("user"), people("technician")
    team = teams.create_team(anna, name="  Team   Nord ", members=[beat.pk])
    assert (team.name, members(team)) == ("Team Nord", {beat.pk})
    teams.change_team(anna, team, members=[chiara.pk])
    team = teams.change_team(anna, team, name="Küste")
    assert (team.name, members(team)) == ("Küste", {chiara.pk})
    assert not teams.dissolve_team(anna, team).is_active
    restored = teams.restore_team(anna, team)
    assert restored.is_active
    assert members(restored) == {chiara.pk}
    assert told() == [
        ("accounts.team.created", {"team": team.pk, "members": [beat.pk]}),
        (
            "accounts.team.changed",
            {"team": team.pk, "renamed": False, "added": [chiara.pk], "removed": [beat.pk]},
        ),
        (
            "accounts.team.changed",
            {"team": team.pk, "renamed": True, "added": [], "removed": []},
        ),
        ("accounts.team.dissolved", {"team": team.pk}),
        ("accounts.team.restored", {"team": team.pk}),
    ]


def test_what_changes_nothing_is_not_told(anna: Actor, people: People) -> None:
    team = teams.create_team(anna, name="Nord", members=[people("user").pk])
    before = len(told())
    teams.change_team(anna, team, name="Nord", members=[people("user").pk])
    teams.change_team(anna, team)
    teams.restore_team(anna, team)
    teams.set_teams(anna, people("user"), [team.pk])
    sight.set_sight(anna, {"user": "all", "admin": "all"})
    assert len(told()) == before


@pytest.mark.parametrize("name", ["küste", " KÜSTE ", "Ku\u0308ste"])
def test_a_name_is_taken_once_whatever_its_letters(anna: Actor, name: str) -> None:
    teams.create_team(anna, name="Küste")
    with pytest.raises(ValidationError) as refused:
        teams.create_team(anna, name=name)
    assert refused.value.message_dict == {"name": ["Es gibt schon ein Team dieses Namens."]}


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 101])
def test_a_name_is_there_and_short(anna: Actor, name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        teams.create_team(anna, name=name)
    assert set(refused.value.message_dict) == {"name"}


def test_a_team_may_change_the_letters_of_its_own_name(anna: Actor) -> None:
    team = teams.create_team(anna, name="küste")
    assert teams.change_team(anna, team, name="Küste").name == "Küste"


def test_a_dissolved_team_leaves_its_name_to_others_and_waits_for_it(anna: Actor) -> None:
    old = teams.dissolve_team(anna, teams.create_team(anna, name="Küste"))
    new = teams.create_team(anna, name="Küste")
    with pytest.raises(ValidationError) as refused:
        teams.restore_team(anna, old)
    assert set(refused.value.message_dict) == {"name"}
    teams.change_team(anna, new, name="Nordsee")
    assert teams.restore_team(anna, old).is_active


def test_a_dissolved_team_cannot_be_changed(anna: Actor, people: People) -> None:
    team = teams.dissolve_team(anna, teams.create_team(anna, name="Küste"))
    with pytest.raises(ValidationError):
        teams.change_team(anna, team, members=[people("user").pk])
    with pytest.raises(ValidationError) as refused:
        teams.set_teams(anna, people("user"), [team.pk])
    assert set(refused.value.message_dict) == {"teams"}


def test_a_disabled_person_stays_in_a_team_but_does_not_join_one(
    anna: Actor, people: People
) -> None:
    beat = people("user")
    nord, sued = teams.create_team(anna, name="Nord", members=[beat.pk]), "Süd"
    actions.disable_user(anna, beat)
    assert members(teams.change_team(anna, nord, name="Norden", members=[beat.pk])) == {beat.pk}
    with pytest.raises(ValidationError) as refused:
        teams.create_team(anna, name=sued, members=[beat.pk])
    assert set(refused.value.message_dict) == {"members"}
    assert not StaffTeam.objects.filter(name=sued).exists()
    other = teams.create_team(anna, name=sued)
    with pytest.raises(ValidationError) as refused:
        teams.set_teams(anna, beat, [nord.pk, other.pk])
    assert set(refused.value.message_dict) == {"teams"}
    teams.set_teams(anna, beat, [])
    assert members(nord) == set()


def test_unknown_people_and_teams_are_refused(anna: Actor, people: People) -> None:
    with pytest.raises(ValidationError):
        teams.create_team(anna, name="Nord", members=[999_999])
    with pytest.raises(ValidationError):
        teams.set_teams(anna, people("user"), [999_999])


def test_the_teams_of_a_person_are_set_with_the_person(anna: Actor) -> None:
    nord, sued = (teams.create_team(anna, name=name) for name in ("Nord", "Süd"))
    nina = actions.create_user(
        anna, email="nina@klientel.example", name="Nina", role="user", teams=[nord.pk]
    )
    assert members(nord) == {nina.pk}
    actions.change_user(anna, nina, name="Nina Neu")
    assert members(nord) == {nina.pk}
    actions.change_user(anna, nina, teams=[sued.pk])
    assert (members(nord), members(sued)) == (set(), {nina.pk})


def test_a_person_that_is_refused_joins_no_team(anna: Actor, people: People) -> None:
    team = teams.create_team(anna, name="Nord")
    with pytest.raises(ValidationError):
        actions.change_user(anna, people("admin"), role="user", teams=[team.pk])
    assert members(team) == set()


def test_setting_teams_leaves_dissolved_ones_alone(anna: Actor, people: People) -> None:
    beat = people("user")
    team = teams.create_team(anna, name="Nord", members=[beat.pk])
    teams.dissolve_team(anna, team)
    teams.set_teams(anna, beat, [])
    assert members(team) == {beat.pk}


def test_a_role_sees_all_until_it_is_told_otherwise(anna: Actor, people: People) -> None:
    assert set(actors.sights().values()) == {Sight.ALL}
    sight.set_sight(anna, {"technician": "mine", "user": "all"})
    assert actors.sights()["technician"] == Sight.MINE
    assert actors.from_user(people("technician")).scope == "mine"
    sight.set_sight(anna, {"technician": "all"})
    assert actors.from_user(people("technician")).scope == "all"
    assert told() == [
        ("accounts.role.sight_changed", {"role": "technician", "sight": "mine"}),
        ("accounts.role.sight_changed", {"role": "technician", "sight": "all"}),
    ]


@pytest.mark.parametrize(
    ("role", "chosen"), [("admin", "mine"), ("root", "all"), ("user", "none"), ("user", "")]
)
def test_no_other_sight_is_stored(anna: Actor, role: str, chosen: str) -> None:
    with pytest.raises(ValidationError) as refused:
        sight.set_sight(anna, {Role.BILLING.value: "mine", role: chosen})
    assert set(refused.value.message_dict) == {role}
    assert actors.sights()["billing"] == Sight.ALL


def test_the_log_names_nobody(anna: Actor, people: People) -> None:
    team = teams.create_team(anna, name="Team Moser", members=[people("user").pk])
    teams.change_team(anna, team, name="Team Beat")
    assert "Moser" not in str(told())
    assert "Beat" not in str(told())


@pytest.mark.django_db(transaction=True)
def test_of_two_teams_of_one_name_at_once_one_is_made() -> None:
    wrong = at_once(
        lambda: teams.create_team(SYSTEM, name="Küste"),
        lambda: teams.create_team(SYSTEM, name="KÜSTE"),
    )
    assert len(wrong) == 1
    assert StaffTeam.objects.active().count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_is_disabled_while_joining_stays_outside_or_stays_known(people: People) -> None:
    beat, team = people("user"), teams.create_team(SYSTEM, name="Nord")
    wrong = at_once(
        lambda: actions.disable_user(SYSTEM, beat),
        lambda: teams.change_team(SYSTEM, team, members=[beat.pk]),
    )
    events = [kind for kind, _data in told()]
    assert members(team) == ({beat.pk} if "accounts.team.changed" in events else set())
    assert len(wrong) + len(members(team)) >= 1
