"""The account team: who looks after a customer beside its account manager."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.fields import CustomerFields
from klientel.domains.customers.models import Customer, TeamMember
from klientel.foundation.access import Actor
from klientel.services.accounts.models import StaffTeam, User
from klientel.services.journal import queries as journal
from klientel.services.journal.undo import undo_batch
from tests.api import caller, content, fields

from .pages import filled, text_of

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


@pytest.fixture
def beat(people: People) -> str:
    return people("user").email


@pytest.fixture
def chiara(people: People) -> str:
    return people("technician").email


@pytest.fixture
def nord(db: None) -> StaffTeam:
    return StaffTeam.objects.create(name="Nord")


def team_of(customer: Customer) -> tuple[list[str], list[str]]:
    found: CustomerFields = queries.customer_fields([customer])[customer.pk]
    return found["team"], found["staff_teams"]


def test_a_customer_is_created_with_its_team(
    anna: Actor, beat: str, chiara: str, nord: StaffTeam
) -> None:
    given = [chiara, beat.upper(), f" {beat} "]
    made = customers.create_customer(anna, name="Lahn", team=given, staff_teams=["NORD"])
    assert team_of(made) == ([beat, chiara], ["Nord"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"team": ["nobody@klientel.example"]}, "team"),
        ({"staff_teams": ["Ost"]}, "staff_teams"),
        ({"team": [f"{n}@klientel.example" for n in range(51)]}, "team"),
    ],
)
def test_strangers_are_refused(anna: Actor, given: CustomerFields, field: str) -> None:
    made = customers.create_customer(anna, name="Lahn")
    with pytest.raises(ValidationError) as refused:
        customers.change_customer(anna, made, **given)
    assert [*refused.value.message_dict] == [field]


def test_who_left_stays_until_taken_off_and_cannot_be_added(
    anna: Actor, beat: str, chiara: str, nord: StaffTeam
) -> None:
    made = customers.create_customer(anna, name="Lahn", team=[beat], staff_teams=["Nord"])
    User.objects.filter(email=beat).update(is_active=False)
    StaffTeam.objects.update(is_active=False)
    customers.change_customer(anna, made, team=[beat, chiara], staff_teams=["Nord"])
    assert team_of(made) == ([beat, chiara], ["Nord"])
    customers.change_customer(anna, made, team=[chiara], staff_teams=[])
    with pytest.raises(ValidationError):
        customers.change_customer(anna, made, team=[beat])
    with pytest.raises(ValidationError):
        customers.change_customer(anna, made, staff_teams=["Nord"])


def test_a_change_is_told_with_names_and_taken_back(
    anna: Actor, beat: str, chiara: str, nord: StaffTeam
) -> None:
    made = customers.create_customer(anna, name="Lahn", team=[beat], staff_teams=["Nord"])
    act = anna.via("web", batch="act")
    customers.change_customer(act, made, team=[chiara], staff_teams=[])
    [told, *_rest] = journal.timeline(anna, (CUSTOMER, made.pk))
    assert told.data["before"] == {"team": [beat], "staff_teams": ["Nord"]}
    assert told.data["after"] == {"team": [chiara], "staff_teams": []}
    undo_batch(anna, "act")
    assert team_of(made) == ([beat], ["Nord"])


def test_undo_adds_nobody_twice(anna: Actor, beat: str) -> None:
    made = customers.create_customer(anna, name="Lahn", team=[beat])
    customers.change_customer(anna.via("web", batch="off"), made, team=[])
    customers.change_customer(anna, made, team=[beat])
    undo_batch(anna, "off")
    assert team_of(made) == ([beat], [])
    assert TeamMember.objects.filter(deleted_at=None).count() == 1


def test_the_team_goes_into_the_bin_and_back(anna: Actor, beat: str, nord: StaffTeam) -> None:
    made = customers.create_customer(anna, name="Lahn", team=[beat], staff_teams=["Nord"])
    deleting.delete_customers(anna, [made])
    assert not TeamMember.objects.filter(deleted_at=None).exists()
    deleting.restore_customers(anna, [made])
    assert team_of(made) == ([beat], ["Nord"])


def test_the_form_chooses_people_and_teams_in_one_list(
    client: Client, customer: Customer, beat: str, nord: StaffTeam
) -> None:
    url = reverse("customers:edit", args=[customer.pk])
    page = client.get(url)
    data = {**filled(page), "team": [beat, "team:Nord"]}
    assert client.post(url, data).status_code == 303
    assert team_of(customer) == ([beat], ["Nord"])
    shown = text_of(client.get(customer.get_absolute_url()))
    assert "Zuständiges Team" in shown
    assert "Beat Moser" in shown
    data.pop("team")
    fresh = {name: value for name, value in filled(client.get(url)).items() if name != "team"}
    client.post(url, fresh)
    assert team_of(customer) == ([], [])


def test_the_form_keeps_and_marks_who_left(
    client: Client, customer: Customer, beat: str, nord: StaffTeam, anna: Actor
) -> None:
    customers.change_customer(anna, customer, team=[beat], staff_teams=["Nord"])
    User.objects.filter(email=beat).update(is_active=False)
    StaffTeam.objects.update(is_active=False)
    url = reverse("customers:edit", args=[customer.pk])
    page = client.get(url)
    assert "Deaktiviert" in text_of(page)
    assert "Aufgelöst" in text_of(page)
    data = {**filled(page, website="huber.example"), "team": [beat, "team:Nord"]}
    assert client.post(url, data).status_code == 303
    assert team_of(customer) == ([beat], ["Nord"])


def test_a_wrong_choice_is_said_beside_the_list(
    client: Client, customer: Customer, beat: str
) -> None:
    url = reverse("customers:edit", args=[customer.pk])
    data = {**filled(client.get(url)), "team": ["nobody@klientel.example"]}
    assert client.post(url, data).status_code == 422
    assert team_of(customer) == ([], [])


@pytest.mark.parametrize("came", ["/customers?q=huber", "/customers/organisations"])
def test_save_and_close_leads_back_to_the_table(
    client: Client, customer: Customer, came: str
) -> None:
    url = reverse("customers:edit", args=[customer.pk])
    page = client.get(url, headers={"Referer": f"http://testserver{came}"})
    assert "Speichern & Schließen" in text_of(page)
    data = filled(page, website="huber.example")
    assert client.post(url, {**data, "close": "1"})["Location"] == came
    assert client.post(url, data)["Location"] == customer.get_absolute_url()


def test_save_and_close_from_the_page_leads_to_the_list(client: Client, customer: Customer) -> None:
    url = reverse("customers:edit", args=[customer.pk])
    came = f"http://testserver{customer.get_absolute_url()}"
    data = filled(client.get(url, headers={"Referer": came}))
    assert client.post(url, {**data, "close": "1"})["Location"] == reverse("customers:list")


def test_the_wizard_shows_the_team_before_it_is_saved(
    client: Client, beat: str, nord: StaffTeam
) -> None:
    url = reverse("customers:create") + "?key=0f0e0d0c0b0a09080706050403020100"
    data = {
        **filled(client.get(url), name="Lahn"),
        "team": [beat, "team:Nord"],
        "go": "next",
    }
    second = client.post(url, data)
    review = client.post(url, {**filled(second), "team": [beat, "team:Nord"], "go": "next"})
    assert "Beat Moser, Nord" in text_of(review)
    client.post(url, {**filled(review), "team": [beat, "team:Nord"], "go": "save"})
    assert team_of(Customer.objects.get(name="Lahn")) == ([beat], ["Nord"])


def test_the_wizard_puts_a_company_under_its_parent(client: Client, customer: Customer) -> None:
    url = reverse("customers:create") + "?key=0f0e0d0c0b0a09080706050403020101"
    page = client.get(url)
    wrong = client.post(url, {**filled(page, name="Lahn", parent="Nirgends"), "go": "next"})
    assert wrong.status_code == 422
    data = filled(page, name="Lahn", parent=customer.name, parent_relation="branch")
    second = client.post(url, {**data, "go": "next"})
    review = client.post(url, {**filled(second), "go": "next"})
    assert "Zweigstelle" in text_of(review)
    assert customer.name in text_of(review)
    client.post(url, {**filled(review), "go": "save"})
    made = Customer.objects.get(name="Lahn")
    assert (made.parent, made.parent_relation) == (customer, "branch")


def test_the_team_is_a_column_and_the_manager_narrows_the_list_of_the_api(
    client: Client, people: People, anna: Actor, beat: str, nord: StaffTeam
) -> None:
    customers.create_customer(anna, name="Lahn", account_manager=beat, team=[beat])
    customers.create_customer(anna, name="Ruhr", staff_teams=["Nord"])
    client.post("/customers/columns", {"columns": ["name", "team"], "next": "/customers"})
    assert "Nord" in text_of(client.get("/customers?q=ruhr"))
    api = caller(people("admin"))
    found = content(api.get(f"customers?account_manager={beat}"))
    assert [item["name"] for item in found["items"]] == ["Lahn"]
    assert not content(api.get("customers?account_manager=x"))["items"]


def test_the_api_reads_and_writes_the_team(people: People, beat: str, nord: StaffTeam) -> None:
    api = caller(people("admin"))
    made = content(api.post("customers", {"name": "Lahn", "team": [beat]}), 201)
    assert (made["team"], made["staff_teams"]) == ([beat], [])
    changed = api.patch(f"customers/{made['id']}", {"team": [], "staff_teams": ["nord"]})
    assert content(changed)["staff_teams"] == ["Nord"]
    wrong = api.patch(f"customers/{made['id']}", {"team": ["x@y.example"]})
    assert fields(wrong) == {"team"}
