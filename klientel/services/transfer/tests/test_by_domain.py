"""Contacts in a file that name no customer come to the one their e-mail domain belongs to."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from klientel.domains.customers.actions import assigning, contacts, customers
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.transfer.by_domain import Homes
from klientel.domains.customers.transfer.reading import FileRow, Said
from klientel.foundation.access import Actor
from klientel.services.journal import undo
from klientel.services.transfer.models import Run, RunRow

pytestmark = pytest.mark.django_db
Bring = Callable[..., Run]
FILE = (
    "Nachname;Vorname;E-Mail\n"
    "Huber;Sabine;sabine@huber.example\n"
    "Favre;Luc;luc@gmx.de\n"
    "Moser;Beat;beat@unbekannt.example\n"
)


@pytest.fixture
def huber(anna: Actor) -> Customer:
    return customers.create_customer(
        anna,
        name="Huber AG",
        domains=["huber.example"],
        addresses=[{"city": "Wien", "country": "AT"}],
    )


def homes() -> dict[str, str]:
    live = Contact.objects.filter(deleted_at=None).select_related("customer")
    return {row.last_name: row.customer.name if row.customer else "" for row in live}


def told(run: Run) -> dict[str, list[list[str]]]:
    return dict(RunRow.objects.filter(run=run).values_list("name", "differences"))


def test_the_preview_says_it_and_the_import_does_it(
    bring: Bring, check: Bring, huber: Customer
) -> None:
    said = {
        "Sabine Huber": [["Customer", "", "Huber AG (@huber.example)"]],
        "Luc Favre": [],
        "Beat Moser": [],
    }
    assert told(check("contacts", FILE)) == said
    assert homes() == {}
    assert told(bring("contacts", FILE)) == said
    assert homes() == {"Huber": "Huber AG", "Favre": "", "Moser": ""}
    assert Customer.objects.count() == 1


def test_one_undo_takes_it_all_back(bring: Bring, huber: Customer, anna: Actor) -> None:
    run = bring("contacts", FILE)
    assert undo.undo_batch(anna, run.batch).refused == []
    assert homes() == {}


@pytest.mark.parametrize("match", ["", "email", "name"])
def test_the_same_file_again_finds_everybody_where_they_are(
    bring: Bring, huber: Customer, match: str
) -> None:
    bring("contacts", FILE, match=match)
    again = bring("contacts", FILE, match=match)
    assert (again.created, again.changed, again.same, again.refused) == (0, 0, 3, 0)
    assert len(homes()) == 3


@pytest.mark.parametrize("match", ["", "name"])
def test_somebody_who_is_there_already_stays_where_they_are(
    bring: Bring, huber: Customer, anna: Actor, match: str
) -> None:
    contacts.add_contact(
        anna, last_name="Huber", first_name="Sabine", emails=[{"value": "sabine@huber.example"}]
    )
    run = bring("contacts", FILE, match=match)
    assert (run.created, run.same) == (2, 1)
    assert homes()["Huber"] == ""


def test_whoever_names_a_customer_goes_there(bring: Bring, huber: Customer, anna: Actor) -> None:
    meyer = customers.create_customer(anna, name="Meyer SA")
    lines = [
        "Nachname;E-Mail;Kundennummer;Kunde",
        f"Eins;eins@huber.example;{meyer.number};",
        "Zwei;zwei@huber.example;;Meyer SA",
        "Drei;drei@huber.example;;Gibt es nicht",
        "Vier;vier@huber.example;;",
    ]
    bring("contacts", "\n".join(lines))
    found = {name: home for name, home in homes().items() if name != "SA"}
    assert found == {"Eins": "Meyer SA", "Zwei": "Meyer SA", "Drei": "", "Vier": "Huber AG"}


@pytest.mark.parametrize(
    ("mode", "home", "new"),
    [("off", "", ""), ("known", "Huber AG", ""), ("create", "Huber AG", "unbekannt.example")],
)
def test_the_rule_decides(
    bring: Bring, huber: Customer, anna: Actor, mode: str, home: str, new: str
) -> None:
    assigning.change_domain_rule(anna, mode)
    bring("contacts", FILE)
    assert homes() == {"Huber": home, "Favre": "", "Moser": new}
    assert Customer.objects.count() == 1 + bool(new)


def test_an_organisation_that_is_made_is_said_made_once_and_taken_back(
    bring: Bring, check: Bring, anna: Actor
) -> None:
    assigning.change_domain_rule(anna, "create")
    lines = [
        "Nachname;E-Mail",
        "Eins;eins@neu.example",
        "Zwei;zwei@neu.example",
        "Drei;drei@gmx.de",
    ]
    file = "\n".join([*lines, "Zwei;zwei@neu.example"])
    new = [["Customer", "", "neu.example (@neu.example)"]]
    assert told(check("contacts", file))["Eins"] == new
    assert not Customer.objects.exists()
    run = bring("contacts", file)
    assert (run.created, run.same) == (3, 1)
    assert homes() == {"Eins": "neu.example", "Zwei": "neu.example", "Drei": ""}
    assert undo.undo_batch(anna, run.batch).refused == []
    assert not Customer.objects.filter(deleted_at=None).exists()
    again = bring("contacts", file)
    assert again.created == 3
    assert Customer.objects.filter(deleted_at=None).count() == 1


def test_who_may_not_add_customers_makes_none(anna: Actor) -> None:
    assigning.change_domain_rule(anna, "create")
    row = FileRow(2, said=Said(emails=["eins@neu.example"]))
    found = []
    for permissions in (anna.permissions, anna.permissions - {"customers.add"}):
        homes = Homes(replace(anna, permissions=permissions))
        homes.learn([row])
        found.append(homes.of(row) is not None)
    assert found == [True, False]


def test_numbers_are_read_by_the_country_of_that_customer(bring: Bring, huber: Customer) -> None:
    bring("contacts", "Nachname;E-Mail;Telefon\nEins;eins@huber.example;01 5123456\n")
    assert [p.value for p in Contact.objects.get().points.filter(kind="phone")] == ["+4315123456"]


def test_a_known_domain_costs_no_query_a_row(bring: Bring, huber: Customer) -> None:
    def cost(many: int, prefix: str) -> int:
        rows = [f"{prefix}{n};{prefix}{n}@huber.example" for n in range(many)]
        with CaptureQueriesContext(connection) as seen:
            bring("contacts", "\n".join(["Nachname;E-Mail", *rows]))
        # What PostgreSQL is made to count anew depends on what it counted by itself meanwhile.
        return sum(not query["sql"].startswith("ANALYZE") for query in seen)

    assert cost(2, "a") == cost(60, "b")
