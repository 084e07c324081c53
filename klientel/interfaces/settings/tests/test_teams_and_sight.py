"""Teams of staff, what roles see, and what one person does."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from klientel.domains.customers.actions import customers
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, User
from klientel.services.journal.models import SecurityEvent
from tests.api import caller, content, fields

from .test_people import HOSTILE

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


@pytest.fixture
def admin(client: Client, people: People) -> Client:
    client.force_login(people("admin"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    return client


@pytest.fixture
def nord(people: People) -> StaffTeam:
    team = StaffTeam.objects.create(name="Nord")
    team.members.add(people("technician"))
    return team


def text(client: Client, url: str) -> str:
    return unescape(client.get(url).content.decode())


def sights(**changed: str) -> dict[str, str]:
    present = {role: "all" for role in Role.values if role != Role.ADMIN}
    return {**present, **changed}


def test_what_a_role_sees_is_saved_and_counts_with_the_next_request(
    admin: Client, people: People, anna: Actor
) -> None:
    chiara = Client(headers={"accept-language": "de"})
    chiara.force_login(people("technician"))
    made = customers.create_customer(anna, name="Lahn")
    assert chiara.get(f"/customers/{made.pk}").status_code == 200
    assert admin.post("/settings/roles", sights(technician="mine")).status_code == 302
    assert chiara.get(f"/customers/{made.pk}").status_code == 404
    assert "Lahn" not in text(chiara, "/customers")
    customers.change_customer(anna, made, team=[people("technician").email])
    assert chiara.get(f"/customers/{made.pk}").status_code == 200
    event = SecurityEvent.objects.get(kind="accounts.role.sight_changed")
    assert event.data == {"role": "technician", "sight": "mine"}


@pytest.mark.parametrize("given", [{"technician": "none"}, {"technician": ""}])
def test_a_sight_there_is_not_is_refused(admin: Client, given: dict[str, str]) -> None:
    assert admin.post("/settings/roles", sights(**given)).status_code == 422
    assert not RoleSight.objects.exists()


def test_the_admin_cannot_be_limited(admin: Client) -> None:
    admin.post("/settings/roles", {**sights(), "admin": "mine"})
    assert not RoleSight.objects.filter(role="admin").exists()


def test_a_team_is_made_changed_dissolved_and_restored(
    admin: Client, people: People, anna: Actor
) -> None:
    assert "Nord" not in text(admin, "/settings/teams")
    technician, beat = people("technician"), people("user")
    made = {"name": "Nord", "members": [technician.pk]}
    assert admin.post("/settings/teams/new", made).status_code == 302
    team = StaffTeam.objects.get()
    assert [*team.members.all()] == [technician]
    assert "Chiara Bernasconi" in text(admin, "/settings/teams")

    url = f"/settings/teams/{team.pk}"
    admin.post(url, {"name": "Nordsee", "members": [beat.pk]})
    team.refresh_from_db()
    assert (team.name, [*team.members.all()]) == ("Nordsee", [beat])

    RoleSight.objects.create(role=Role.USER, sight=Sight.MINE)
    customers.create_customer(anna, name="Lahn", staff_teams=["Nordsee"])
    asked = text(admin, f"{url}/dissolve")
    assert "Kunde wird nicht mehr von diesem Team betreut" in asked
    assert "Kunde ist für Beat Moser nicht mehr sichtbar" in asked
    admin.post(f"{url}/dissolve")
    assert not Customer.objects.visible_to(actors.from_user(beat)).exists()
    assert "Aufgelöst" in text(admin, "/settings/teams")
    admin.post(f"{url}/restore")
    assert Customer.objects.visible_to(actors.from_user(beat)).exists()


@pytest.mark.parametrize("name", ["", " ", "nord", "x" * 101])
def test_a_name_that_cannot_be_is_refused_and_nothing_is_lost(
    admin: Client, people: People, nord: StaffTeam, name: str
) -> None:
    data = {"name": name, "members": [people("user").pk]}
    answer = admin.post("/settings/teams/new", data)
    assert answer.status_code == 422
    assert f'value="{people("user").pk}"' in answer.content.decode()
    assert StaffTeam.objects.count() == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_everywhere(admin: Client, people: People, name: str) -> None:
    admin.post("/settings/teams/new", {"name": name, "members": [people("user").pk]})
    team = StaffTeam.objects.get()
    person = people("user").pk
    for page in ("/settings/teams", f"/settings/teams/{team.pk}", f"/settings/users/{person}"):
        shown = admin.get(page).content.decode()
        assert name not in shown, page
        assert name in unescape(shown), page


def test_the_page_of_a_person_puts_them_in_teams(
    admin: Client, people: People, nord: StaffTeam
) -> None:
    beat = people("user")
    url = f"/settings/users/{beat.pk}"
    data = {"name": beat.name, "email": beat.email, "role": beat.role, "language": ""}
    admin.post(url, {**data, "teams": [nord.pk]})
    assert [*beat.staff_teams.all()] == [nord]
    admin.post(url, data)
    assert not beat.staff_teams.exists()


def test_what_a_person_sees_and_would_see_with_another_role(
    admin: Client, people: People, anna: Actor, nord: StaffTeam
) -> None:
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    technician = people("technician")
    customers.create_customer(anna, name="Lahn", staff_teams=["Nord"])
    customers.create_customer(anna, name="Ruhr")
    url = f"/settings/users/{technician.pk}/sight"
    shown = text(admin, url)
    assert "Eigene Kunden" in shown
    assert "Nord" in shown
    compared = text(admin, f"{url}?role=user")
    assert "Ruhr" in compared
    assert "Lahn" not in compared
    assert "Kunden bearbeiten" in compared
    User.objects.filter(pk=technician.pk).update(is_active=False)
    assert "Ruhr" not in text(admin, f"{url}?role=user")
    assert admin.get(f"{url}?role=nonsense").status_code == 200


def test_programs_keep_teams(people: People) -> None:
    api = caller(people("admin"))
    beat = people("user").email
    made = content(api.post("staff-teams", {"name": "Nord", "members": [beat]}), 201)
    assert (made["members"], made["active"]) == ([beat], True)
    one = f"staff-teams/{made['id']}"
    assert fields(api.post("staff-teams", {"name": "NORD"})) == {"name"}
    assert content(api.patch(one, {"members": []}))["members"] == []
    assert api.delete(one).status_code == 204
    assert not content(api.get(one))["active"]
    assert [*content(api.get("staff-teams?active=true"))["items"]] == []
    assert content(api.post(f"{one}/restore"))["active"]
    assert caller(people("fleet_admin")).get("staff-teams").status_code == 403
