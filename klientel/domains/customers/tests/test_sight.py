"""Who sees only their own customers finds nothing of the others, wherever they look."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from pytest_django import DjangoAssertNumQueries

from klientel.domains.customers import queries
from klientel.domains.customers.actions import contacts, customers, deleting, moving, notes
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.fields import CustomerFields, NewCustomer
from klientel.domains.customers.models import (
    Address,
    Contact,
    ContactPoint,
    Customer,
    EmailDomain,
    Note,
    TeamMember,
)
from klientel.domains.customers.models import customer as rule
from klientel.domains.customers.tests.listing import browser, several
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, User
from klientel.services.journal import queries as journal
from klientel.services.journal.undo import undo_batch
from klientel.services.search.query import narrow
from tests.api import caller

pytestmark = pytest.mark.django_db
MODELS = (Customer, Contact, Address, ContactPoint, EmailDomain, Note, TeamMember)
People = Callable[[str], User]


def company(
    name: str, *, manager: str = "", team: Sequence[str] = (), staff_teams: Sequence[str] = ()
) -> NewCustomer:
    word = name.casefold()
    return NewCustomer(
        name=name,
        account_manager=manager,
        team=[*team],
        staff_teams=[*staff_teams],
        emails=[{"value": f"info@{word}.example"}],
        addresses=[{"city": "Köln", "country": "DE"}],
        domains=[f"{word}.example"],
        contacts=[{"last_name": f"Leiter {name}", "emails": [{"value": f"chef@{word}.example"}]}],
    )


@pytest.fixture(params=["few", "many"])
def asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of asking find the same."""
    if request.param == "many":
        monkeypatch.setattr(rule, "FEW", -1)
    return str(request.param)


@pytest.fixture
def chiara(people: People) -> Callable[[], Actor]:
    """The technician, who sees her own customers, as her next request finds her."""
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    person = people("technician")
    return lambda: actors.from_user(person)


@pytest.fixture
def theirs(anna: Actor, chiara: Callable[[], Actor], people: People) -> dict[str, Customer]:
    """One she manages, one with her on the team, one with a team of hers, one of others."""
    email = people("technician").email
    north = StaffTeam.objects.create(name="Nord")
    north.members.add(people("technician"))
    StaffTeam.objects.create(name="Süd")
    rows = [
        company("Managed", manager=email, team=[people("user").email]),
        company("Shared", team=[email, people("user").email]),
        company("Northern", staff_teams=["Nord", "Süd"]),
        company("Foreign", team=[people("user").email], staff_teams=["Süd"]),
    ]
    found = several(anna, *rows)
    for each in found:
        notes.add_note(anna, each, text=f"Notiz {each.name}")
    return {each.name: each for each in found}


def names(rows: Any) -> set[str]:
    return {str(row) for row in rows}


def owner_of(row: Any) -> Any:
    return row.customer_id or row.contact.customer_id


OWN = {"Managed", "Shared", "Northern"}


def test_everything_of_her_own_customers_is_seen_once_and_nothing_of_others(
    asked: str, theirs: dict[str, Customer], chiara: Callable[[], Actor], anna: Actor
) -> None:
    actor = chiara()
    assert sorted(map(str, Customer.objects.visible_to(actor))) == sorted(OWN)
    hers = {theirs[name].pk for name in OWN}
    for model in MODELS[1:]:
        seen = list(model.objects.visible_to(actor))
        assert len({row.pk for row in seen}) == len(seen), model
        assert {owner_of(row) for row in seen} == hers, model
        assert model.objects.visible_to(anna).count() > len(seen), model


def test_the_bin_shows_what_was_her_own_when_it_went(
    asked: str, theirs: dict[str, Customer], chiara: Callable[[], Actor], anna: Actor
) -> None:
    actor = chiara()
    before = {model: {r.pk for r in model.objects.visible_to(actor)} for model in MODELS}
    deleting.delete_customers(anna, theirs.values())
    for model in MODELS:
        assert not model.objects.visible_to(actor).exists(), model
        gone = {row.pk for row in model.objects.visible_to(actor, deleted=True)}
        assert gone == before[model], model
    deleting.restore_customers(anna, theirs.values())
    after = {model: {r.pk for r in model.objects.visible_to(actor)} for model in MODELS}
    assert after == before


def test_a_contact_of_hers_that_went_alone_is_in_her_bin(
    asked: str, theirs: dict[str, Customer], chiara: Callable[[], Actor], anna: Actor
) -> None:
    both = Contact.objects.visible_to(anna).filter(
        customer__in=[theirs["Shared"], theirs["Foreign"]]
    )
    deleting.delete_contacts(anna, list(both))
    assert names(Contact.objects.visible_to(chiara(), deleted=True)) == {"Leiter Shared"}


def test_leaving_the_team_counts_at_once_whichever_way_she_was_on_it(
    asked: str, theirs: dict[str, Customer], chiara: Callable[[], Actor], anna: Actor
) -> None:
    customers.change_customer(anna, theirs["Managed"], account_manager="anna@klientel.example")
    assert names(Customer.objects.visible_to(chiara())) == {"Shared", "Northern"}
    customers.change_customer(anna, theirs["Shared"], team=[])
    assert names(Customer.objects.visible_to(chiara())) == {"Northern"}
    StaffTeam.objects.get(name="Nord").members.clear()
    assert not Customer.objects.visible_to(chiara()).exists()


def test_a_dissolved_team_lets_nobody_see(
    asked: str, theirs: dict[str, Customer], chiara: Callable[[], Actor]
) -> None:
    StaffTeam.objects.filter(name="Nord").update(is_active=False)
    assert names(Customer.objects.visible_to(chiara())) == {"Managed", "Shared"}


def test_the_team_gives_no_right_the_role_has_not(
    theirs: dict[str, Customer], chiara: Callable[[], Actor]
) -> None:
    with pytest.raises(PermissionDenied):
        customers.change_customer(chiara(), theirs["Shared"], name="Anders")


def test_a_search_finds_her_own_alone(
    asked: str, theirs: dict[str, Customer], chiara: Callable[[], Actor]
) -> None:
    found = narrow(Customer.objects.visible_to(chiara()), "customers.customer", "example")
    assert names(found) == OWN
    people = narrow(Contact.objects.visible_to(chiara()), "customers.contact", "leiter")
    assert len(people) == 3


def test_who_sees_all_is_asked_no_question_about_teams(
    theirs: dict[str, Customer],
    anna: Actor,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(1) as asked_of_all:
        list(Customer.objects.visible_to(anna))
    assert "teammember" not in asked_of_all[0]["sql"]


def test_a_contact_of_nobody_is_refused_to_who_would_not_see_it(
    theirs: dict[str, Customer], chiara: Callable[[], Actor]
) -> None:
    actor = replace(
        chiara(),
        permissions=frozenset(
            {"contacts.view", "contacts.add", "contacts.change", "customers.view"}
        ),
    )
    with pytest.raises(ValidationError) as refused:
        contacts.add_contact(actor, last_name="Lose")
    assert [*refused.value.message_dict] == ["customer_id"]
    hers = Contact.objects.visible_to(actor).filter(customer=theirs["Shared"])
    with pytest.raises(ValidationError):
        moving.move_contacts(actor, hers, None)
    assert contacts.add_contact(actor, last_name="Fest", customer_id=theirs["Shared"].pk)


def test_nobody_is_offered_no_organisation_who_would_lose_sight_of_them(
    theirs: dict[str, Customer], people: People, anna: Actor
) -> None:
    RoleSight.objects.create(role=Role.USER, sight=Sight.MINE)
    client = browser(people, "user")
    hers = Contact.objects.visible_to(anna).get(customer=theirs["Shared"])
    for page in (f"/contacts/chosen/move?ids={hers.pk}", "/contacts/person", "/contacts/places"):
        shown = client.get(page).content.decode()
        assert "Shared" in shown, page
        assert "Ohne Organisation" not in shown, page
        assert "Keine Organisation passt" not in shown, page
    assert "Ohne Organisation" not in client.get("/customers/organisations").content.decode()
    moved = client.post("/contacts/chosen/move", {"chosen": hers.pk, "to": "0"})
    assert moved.status_code == 422
    assert "Wählen Sie einen davon" in moved.content.decode()
    added = client.post("/contacts/person", {"email": "x@y.example", "last_name": "X", "to": "0"})
    assert added.status_code == 422
    assert "Wählen Sie einen davon" in added.content.decode()


def test_whoever_creates_a_customer_for_somebody_else_is_led_to_the_list(
    people: People, chiara: Callable[[], Actor]
) -> None:
    RoleSight.objects.create(role=Role.FLEET_ADMIN, sight=Sight.MINE)
    api = caller(people("fleet_admin"))
    given = {"name": "Fremd", "account_manager": people("technician").email}
    assert api.post("customers", given).status_code == 204
    assert names(Customer.objects.visible_to(chiara())) == {"Fremd"}
    assert api.post("customers", {"name": "Meine"}).status_code == 201


def test_her_history_tells_of_no_customer_she_does_not_see(
    theirs: dict[str, Customer], chiara: Callable[[], Actor], anna: Actor
) -> None:
    leaving, staying = Contact.objects.visible_to(anna).filter(customer=theirs["Shared"]), theirs
    moving.move_contacts(anna, leaving, staying["Foreign"])
    subject = (CUSTOMER, theirs["Shared"].pk)
    told = [item.text for item in journal.timeline(anna, subject)]
    assert any("Foreign" in text for text in told)
    hers = [item.text for item in journal.timeline(chiara(), subject)]
    assert hers
    assert not any("Foreign" in text for text in hers)


def test_nobody_takes_back_their_own_act_at_a_customer_they_do_not_see_any_more(
    theirs: dict[str, Customer], people: People, anna: Actor
) -> None:
    RoleSight.objects.create(role=Role.USER, sight=Sight.MINE)
    beat = actors.from_user(people("user"))
    customers.change_customer(beat.via("web", "name"), theirs["Shared"], name="Geteilt")
    moved = Contact.objects.visible_to(beat).get(customer=theirs["Shared"])
    contacts.change_contact(beat.via("web", "title"), moved, title="Dr.")
    customers.change_customer(beat.via("web", "off"), theirs["Shared"], team=[])
    gone = actors.from_user(people("user"))
    for batch in ("name", "title"):
        with pytest.raises(PermissionDenied):
            undo_batch(gone, batch)
    assert undo_batch(gone, "off").undone
    assert undo_batch(actors.from_user(people("user")), "name").undone
    assert Customer.objects.get(pk=theirs["Shared"].pk).name == "Shared"


PAGES = (
    "/customers/{customer}",
    "/customers/{customer}/edit",
    "/customers/{customer}/contacts",
    "/customers/{customer}/files",
    "/customers/{customer}/delete",
    "/contacts/{contact}",
    "/api/v1/customers/{customer}",
    "/api/v1/contacts/{contact}",
)


def test_pages_of_others_are_not_there_and_lists_do_not_name_them(
    theirs: dict[str, Customer], people: People, anna: Actor
) -> None:
    RoleSight.objects.create(role=Role.FLEET_ADMIN, sight=Sight.MINE)
    farid = people("fleet_admin")
    customers.change_customer(anna, theirs["Shared"], team=[farid.email])
    client, api = browser(people, "fleet_admin"), caller(farid)
    for name, answer in (("Shared", 200), ("Foreign", 404)):
        contact = Contact.objects.visible_to(anna).get(customer=theirs[name])
        for page in PAGES:
            address = page.format(customer=theirs[name].pk, contact=contact.pk)
            asked = api if address.startswith("/api") else client
            assert asked.get(address).status_code == answer, address
    for address in LISTS:
        shown = (api if address.startswith("/api") else client).get(address).content.decode()
        assert "Shared" in shown, address
        assert "Foreign" not in shown, address


LISTS = (
    "/customers",
    "/customers?q=example",
    "/customers/organisations",
    "/contacts",
    "/contacts?q=leiter",
    "/api/v1/customers",
    "/api/v1/contacts",
)


def test_whoever_gives_a_customer_away_by_the_api_has_done_it_and_sees_no_more_of_it(
    theirs: dict[str, Customer], people: People, anna: Actor
) -> None:
    RoleSight.objects.create(role=Role.USER, sight=Sight.MINE)
    api, key = caller(people("user")), theirs["Shared"].pk
    assert api.patch(f"customers/{key}", {"team": []}).status_code == 204
    assert customer_fields(anna, key)["team"] == []
    assert api.get(f"customers/{key}").status_code == 404


def customer_fields(actor: Actor, key: int) -> CustomerFields:
    return queries.customer_fields([Customer.objects.visible_to(actor).get(pk=key)])[key]
