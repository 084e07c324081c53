"""“Who sees this?” says what the rule of sight does, for everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from klientel.domains.customers.actions import contacts, customers
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.seeing import who_sees
from klientel.domains.customers.tests.listing import browser
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, User
from tests.api import caller, content

from .pages import text_of

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


@pytest.fixture
def staff(people: People) -> dict[str, User]:
    """One of each role; technicians and billing see their own customers."""
    for role in (Role.TECHNICIAN, Role.BILLING, Role.USER):
        RoleSight.objects.create(role=role, sight=Sight.MINE)
    return {role: people(role) for role in Role.values}


@pytest.fixture
def lahn(anna: Actor, staff: dict[str, User]) -> Customer:
    north = StaffTeam.objects.create(name="Nord")
    north.members.add(staff["billing"], staff["read_only"])
    StaffTeam.objects.create(name="Alt", is_active=False).members.add(staff["user"])
    return customers.create_customer(
        anna,
        name="Lahn",
        account_manager=staff["technician"].email,
        team=[staff["technician"].email],
        staff_teams=["Nord"],
        contacts=[{"last_name": "Arp"}],
    )


def ways(record: Customer | Contact) -> dict[str, list[str]]:
    return {s.user.role: [way.kind for way in s.ways] for s in who_sees(record).seers}


def test_everybody_is_named_with_every_way_they_see_it(lahn: Customer) -> None:
    assert ways(lahn) == {
        "technician": ["manager", "team"],
        "billing": ["staff_team"],
        "read_only": ["staff_team", "role"],
        "admin": ["role"],
        "fleet_admin": ["role"],
    }
    assert who_sees(lahn).others == 1


def test_it_says_what_the_rule_does(lahn: Customer, staff: dict[str, User]) -> None:
    StaffTeam.objects.filter(name="Alt").update(is_active=True)
    contact = Contact.objects.get(customer=lahn)
    for record in (lahn, contact):
        told = {seer.user.role: seer.may_edit for seer in who_sees(record).seers}
        for role, person in staff.items():
            actor = actors.from_user(person)
            rows = type(record)._default_manager.visible_to(actor)
            assert rows.filter(pk=record.pk).exists() == (role in told), role
            area = "contacts" if record is contact else "customers"
            assert told.get(role, False) == (role in told and actor.may(f"{area}.change")), role


def test_those_in_whose_care_it_is_come_first(lahn: Customer) -> None:
    assert [*ways(lahn)][:3] == ["billing", "technician", "read_only"]


def test_who_cannot_sign_in_sees_nothing(lahn: Customer, staff: dict[str, User]) -> None:
    User.objects.filter(pk=staff["technician"].pk).update(is_active=False)
    assert "technician" not in ways(lahn)


def test_nobody_sees_it_through_a_team_that_was_dissolved(lahn: Customer) -> None:
    StaffTeam.objects.filter(name="Nord").update(is_active=False)
    assert "billing" not in ways(lahn)
    assert ways(lahn)["read_only"] == ["role"]


def test_a_contact_of_nobody_is_for_those_who_see_all(anna: Actor, staff: dict[str, User]) -> None:
    loose = contacts.add_contact(anna, last_name="Lose")
    assert set(ways(loose)) == {"admin", "fleet_admin", "read_only"}


@pytest.mark.parametrize("area", ["customers", "contacts"])
def test_the_page_names_them_and_is_for_who_sees_the_record(
    lahn: Customer, people: People, area: str
) -> None:
    key = lahn.pk if area == "customers" else Contact.objects.get(customer=lahn).pk
    url = reverse(f"{area}:access", args=[key])
    shown = text_of(browser(people, "technician").get(url))
    assert "Chiara Bernasconi" in shown
    assert "Zuständiger Mitarbeiter" in shown
    assert "Zuständiges Team: Nord" in shown
    assert "1 weiterer Mitarbeiter sieht dies nicht." in shown
    assert browser(people, "user").get(url).status_code == 404
    record = text_of(browser(people, "technician").get(reverse(f"{area}:detail", args=[key])))
    assert "Wer sieht das?" in record


def test_the_api_says_the_same(lahn: Customer, people: People) -> None:
    found = content(caller(people("admin")).get(f"customers/{lahn.pk}/access"))
    assert found["others"] == 1
    first = found["items"][0]
    assert (first["role"], first["may_edit"]) == ("billing", True)
    assert first["ways"] == [{"kind": "staff_team", "team": "Nord"}]
    contact = Contact.objects.get(customer=lahn)
    found = content(caller(people("admin")).get(f"contacts/{contact.pk}/access"))
    assert len(found["items"]) == 5
    assert caller(people("user")).get(f"customers/{lahn.pk}/access").status_code == 404
