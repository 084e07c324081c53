"""The Northwind tables come in whole."""

import pytest

from klientel.domains.customers import exports, queries
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.journal.undo import undo_batch
from klientel.services.transfer import exporting
from klientel.services.transfer.queries import summary

from .conftest import DATA, Bring

pytestmark = pytest.mark.django_db
CUSTOMERS = (DATA / "customers.csv").read_bytes()
SUPPLIERS = (DATA / "suppliers.csv").read_bytes()
EMPLOYEES = (DATA / "employees.csv").read_bytes()


def customer(actor: Actor, **by: str) -> dict[str, object]:
    row = Customer.objects.visible_to(actor).get(**by)
    [contact] = queries.contacts_of([row.pk])[row.pk]
    return {
        **queries.customer_fields([row])[row.pk],
        "contact": (contact.first_name, contact.last_name, contact.position, contact.primary),
    }


def export(actor: Actor, kind: str) -> bytes:
    records = exports.records(actor, kind, exports.keys_of(actor, kind))
    return b"".join(exporting.json_chunks(records))


def address(street: str, city: str, postal_code: str, country: str, region: str = "") -> object:
    return [
        {
            "purpose": "office",
            "street": street,
            "postal_code": postal_code,
            "city": city,
            "region": region,
            "country": country,
            "main": True,
        }
    ]


def phones(phone: str, fax: str = "") -> object:
    found = [{"kind": "phone", "value": phone, "preferred": True}]
    return found + ([{"kind": "fax", "value": fax, "preferred": False}] if fax else [])


def test_all_customers_come_in(bring: Bring, anna: Actor) -> None:
    run = bring("customers", CUSTOMERS)
    assert (run.rows, run.created, run.changed, run.same, run.refused) == (91, 91, 0, 0, 0)
    assert summary(run)["unmapped"] == []
    assert Customer.objects.visible_to(anna).count() == 91
    assert Contact.objects.visible_to(anna).count() == 91
    countries = Customer.objects.visible_to(anna).values_list("country", flat=True)
    assert len(set(countries)) == 21
    assert "" not in countries


def test_customers_field_by_field(bring: Bring, anna: Actor) -> None:
    bring("customers", CUSTOMERS)
    alfki = customer(anna, number="ALFKI")
    assert alfki["name"] == "Alfreds Futterkiste"
    assert alfki["contact"] == ("Maria", "Anders", "Sales Representative", True)
    assert alfki["addresses"] == address("Obere Str. 57", "Berlin", "12209", "DE")
    assert alfki["phones"] == phones("+49300074321", "+49300076545")
    anatr = customer(anna, number="ANATR")
    assert anatr["addresses"] == address(
        "Avda. de la Constitución 2222", "México D.F.", "05021", "MX"
    )
    assert anatr["phones"] == phones("(5) 555-4729", "(5) 555-3745")
    blonp = customer(anna, number="BLONP")
    assert blonp["name"] == "Blondesddsl père et fils"
    assert blonp["contact"] == ("Frédérique", "Citeaux", "Marketing Manager", True)
    assert blonp["addresses"] == address("24, place Kléber", "Strasbourg", "67000", "FR")
    bottm = customer(anna, number="BOTTM")
    assert bottm["addresses"] == address("23 Tsawassen Blvd.", "Tsawassen", "T2F 8M4", "CA", "BC")
    assert bottm["phones"] == phones("+16045554729", "+16045553745")
    quick = customer(anna, number="WOLZA")
    assert (quick["name"], quick["contact"]) == (
        "Wolski  Zajazd".replace("  ", " "),
        ("Zbyszek", "Piestrzeniewicz", "Owner", True),
    )
    assert all(customer(anna, number=n)["type"] == "customer" for n in ("ALFKI", "WOLZA"))


def test_what_could_not_be_read_is_kept_and_named(bring: Bring) -> None:
    remarks = summary(bring("customers", CUSTOMERS))["remarks"]
    assert {"row": 3, "column": "phone", "value": "(5) 555-4729"}.items() <= remarks[0].items()
    assert [r["value"] for r in remarks if r["column"] == "address"][:2] == [
        "24, place Kléber",
        "C/ Araquil, 67",
    ]


def test_suppliers_become_vendors_of_their_own_source(bring: Bring, anna: Actor) -> None:
    run = bring("customers", SUPPLIERS)
    assert (run.created, run.refused) == (29, 0)
    tokyo = customer(anna, external_source="supplierid", external_id="4")
    assert (tokyo["name"], tokyo["type"], tokyo["phones"]) == (
        "Tokyo Traders",
        "vendor",
        phones("+81335555011"),
    )
    zaanse = customer(anna, external_id="12")
    assert zaanse["website"] == "http://www.microsoft.com/accessdev/sampleapps/plutzer.htm"
    assert "Plutzer (on the World Wide Web)#http" in str(zaanse["note"])
    assert customer(anna, external_id="7")["name"] == "Pavlova, Ltd."
    assert "#CAJUN.HTM#" in str(customer(anna, external_id="2")["note"])
    boston = customer(anna, external_id="19")
    assert boston["addresses"] == address(
        "Order Processing Dept. 2100 Paul Revere Blvd.", "Boston", "02134", "US", "MA"
    )
    assert customer(anna, external_id="5")["contact"] == (
        "Antonio",
        "del Valle Saavedra",
        "Export Administrator",
        True,
    )


def test_employees_become_contacts_and_nothing_of_them_is_lost(bring: Bring, anna: Actor) -> None:
    run = bring("contacts", EMPLOYEES)
    assert (run.created, run.refused) == (9, 0)
    fuller = Contact.objects.visible_to(anna).get(external_source="employeeid", external_id="2")
    fields = queries.contact_fields([fuller])[fuller.pk]
    assert (fields["title"], fields["salutation"]) == ("Dr.", "")
    assert (fields["first_name"], fields["last_name"]) == ("Andrew", "Fuller")
    assert fields["position"] == "Vice President, Sales"
    assert fields["phones"] == phones("+12065559482;ext=3457")
    assert fields["note"].startswith("Andrew received his BTS commercial in 1974")
    for said in ("birthDate: 1952-02-19", "address: 908 W. Capital Way", "postalCode: 98401"):
        assert said in fields["note"]
    assert "photo: 0x151C2F" in fields["note"]
    salutations = Contact.objects.visible_to(anna).values_list("salutation", flat=True)
    assert sorted(salutations) == ["", "mr", "mr", "mr", "ms", "ms", "ms", "ms", "ms"]


@pytest.mark.parametrize(
    ("kind", "content"),
    [("customers", CUSTOMERS), ("customers", SUPPLIERS), ("contacts", EMPLOYEES)],
)
def test_the_same_file_again_changes_nothing(
    bring: Bring, check: Bring, anna: Actor, kind: str, content: bytes
) -> None:
    first = bring(kind, content)
    before = export(anna, kind)
    checked, again = check(kind, content), bring(kind, content)
    assert checked.same == again.same == again.rows == first.rows
    assert export(anna, kind) == before


def test_undoing_leaves_an_export_as_it_was(bring: Bring, anna: Actor) -> None:
    bring("customers", "Firma;Ort;Telefon\nAlfreds Futterkiste;Berlin;030 1\nHuber;Köln;0221 4\n")
    before = export(anna, "customers"), export(anna, "contacts")
    second = bring("customers", CUSTOMERS, match="name")
    assert second.created + second.changed == 91
    outcome = undo_batch(anna, second.batch)
    assert outcome.refused == []
    assert (export(anna, "customers"), export(anna, "contacts")) == before
    assert bring("customers", CUSTOMERS).created == 91


@pytest.mark.parametrize("kind", ["customers", "contacts"])
def test_what_was_exported_comes_in_as_the_same(bring: Bring, anna: Actor, kind: str) -> None:
    bring("customers", CUSTOMERS)
    bring("contacts", EMPLOYEES)
    for labelled in (False, True):
        names = exports.columns(kind)
        keys = exports.keys_of(anna, kind)
        rows = exports.rows(anna, kind, keys, is_labelled=labelled)
        titles = exports.titles(names) if labelled else names
        run = bring(kind, b"".join(exporting.csv_chunks(titles, rows)))
        assert (run.same, run.refused) == (run.rows, 0), summary(run)["errors"][:3]
