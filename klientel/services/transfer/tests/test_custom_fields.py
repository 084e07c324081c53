"""Custom fields in files: offered by their names, checked cell by cell, there and back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.utils import translation

from klientel.domains.customers import exports
from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import change_customer, create_customer
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.customfields.actions.defining import add_field, change_field, remove_field
from klientel.services.customfields.models import Definition
from klientel.services.transfer import importers, mapping

from .conftest import Bring

pytestmark = pytest.mark.django_db
GROUPS: Any = [
    {"code": "a", "labels": {"de": "Gruppe A", "en": "Group A"}},
    {"code": "b", "labels": {"de": "Gruppe B", "en": "Group B"}},
]


@pytest.fixture
def defined(anna: Actor) -> dict[str, Definition]:
    kinds: dict[str, dict[str, Any]] = {
        "discount": {
            "type": "choice",
            "options": GROUPS,
            "names": {"de": "Rabatt", "fr": "Remise"},
        },
        "brands": {"type": "choices", "options": GROUPS, "names": {"de": "Marken"}},
        "limit": {"type": "money", "names": {"de": "Kreditlimit"}},
        "length": {"type": "number", "limits": {"decimals": 3}, "names": {"de": "Länge"}},
        "until": {"type": "date", "names": {"de": "Vertrag bis"}},
        "vip": {"type": "yes_no", "names": {"de": "VIP"}},
    }
    return {key: add_field(anna, CUSTOMER, key=key, **given) for key, given in kinds.items()}


def held(name: str = "Lahn") -> dict[str, Any]:
    return dict(Customer.objects.get(name=name).custom)


def file_of(actor: Actor, *, is_labelled: bool) -> str:
    written = io.StringIO()
    sheet = csv.writer(written)
    names = exports.columns("customers")
    sheet.writerow(exports.titles(names) if is_labelled else names)
    keys = exports.keys_of(actor, "customers")
    sheet.writerows(exports.rows(actor, "customers", keys, is_labelled=is_labelled))
    return written.getvalue()


def test_columns_are_proposed_by_their_names_in_any_language(
    anna: Actor, defined: dict[str, Definition]
) -> None:
    importer = importers.importer("customers")
    titles = ["Remise", "kreditlimit", "custom.vip", "until", "Debitorennummer"]
    found = mapping.propose(titles, importer.offered)
    assert found["Remise"] == "custom.discount"
    assert found["kreditlimit"] == "custom.limit"
    assert found["custom.vip"] == "custom.vip"
    assert found["until"] == "custom.until"
    assert found["Debitorennummer"] == "number"
    add_field(anna, CUSTOMER, key="debtor", type="text", names={"de": "Debitorennummer"})
    assert mapping.propose(titles, importer.offered)["Debitorennummer"] == "custom.debtor"
    change_field(anna, defined["vip"], active=False)
    assert "custom.vip" not in {each.key for each in importer.offered}


def test_values_come_from_a_file_as_people_write_them(
    anna: Actor, defined: dict[str, Definition], bring: Bring
) -> None:
    with translation.override("de"):
        rows = "name;Rabatt;Marken;Kreditlimit;Vertrag bis;VIP\n"
        rows += 'Lahn;Gruppe A;"Gruppe B; a";1.234,50;31.12.2026;nein\n'
        run = bring("customers", rows)
    assert run.created == 1
    assert held() == {
        "brands": ["a", "b"],
        "discount": "a",
        "limit": 1234.5,
        "until": "2026-12-31",
        "vip": False,
    }
    assert bring("customers", rows).same == 1


def test_choices_stand_between_commas_too_where_no_name_has_one(
    anna: Actor, defined: dict[str, Definition], bring: Bring
) -> None:
    both: Any = [*GROUPS, {"code": "ab", "labels": {"de": "A, B"}}]
    change_field(anna, defined["brands"], options=both)
    rows = 'name;Marken\nLahn;"Gruppe B, a"\nRuhr;"A, B"\nMain;"A, Z"\n'
    assert bring("customers", rows).created == 3
    assert held() == {"brands": ["a", "b"]}
    assert held("Ruhr") == {"brands": ["ab"]}
    assert held("Main") == {}
    assert "A, Z" in Customer.objects.get(name="Main").note


def test_only_what_a_row_says_is_touched_and_a_no_is_a_change(
    anna: Actor, defined: dict[str, Definition], bring: Bring
) -> None:
    create_customer(anna, name="Lahn", custom={"discount": "a"})
    run = bring("customers", "name;VIP;Rabatt\nLahn;nein;\n")
    assert run.changed == 1
    assert held() == {"discount": "a", "vip": False}


def test_what_does_not_fit_goes_to_the_note_and_the_row_comes(
    anna: Actor, defined: dict[str, Definition], bring: Bring
) -> None:
    run = bring("customers", "name;Rabatt;Vertrag bis\nLahn;Gruppe Z;31.12.2026\n")
    assert run.created == 1
    assert held() == {"until": "2026-12-31"}
    assert "Gruppe Z" in Customer.objects.get().note


def test_imports_do_not_ask_for_what_is_required(
    anna: Actor, defined: dict[str, Definition], bring: Bring
) -> None:
    change_field(anna, defined["discount"], required=True)
    assert bring("customers", "name\nLahn\n").created == 1


def test_a_long_file_read_ahead_comes_as_well(
    anna: Actor, defined: dict[str, Definition], bring: Bring
) -> None:
    rows = "".join(f"Firma {number};Gruppe A;{'x' * 60}\n" for number in range(1200))
    run = bring("customers", f"name;Rabatt;note\n{rows}")
    assert run.created == 1200
    assert held("Firma 7") == {"discount": "a"}


@pytest.mark.parametrize("is_labelled", [False, True])
def test_an_export_comes_back_the_same(
    anna: Actor, defined: dict[str, Definition], bring: Bring, is_labelled: bool
) -> None:
    full = {
        "discount": "b",
        "brands": ["a", "b"],
        "limit": 1500.5,
        "length": 1.234,
        "until": "2026-12-31",
        "vip": True,
    }
    customer = create_customer(anna, name="Lahn", custom=full)
    with translation.override("de"):
        written = file_of(anna, is_labelled=is_labelled)
        run = bring("customers", written, match="number")
        assert (run.changed, run.same) == (0, 1)
        change_customer(anna, customer, custom=dict.fromkeys(full))
        assert held() == {}
        assert bring("customers", written, match="number").changed == 1
    assert held() == dict(sorted(full.items()))


def test_files_leave_out_fields_that_were_removed(
    anna: Actor, defined: dict[str, Definition]
) -> None:
    customer = create_customer(anna, name="Lahn", custom={"discount": "a", "vip": True})
    remove_field(anna, defined["vip"])
    assert "custom.vip" not in exports.columns("customers")
    [record] = exports.records(anna, "customers", [customer.pk])
    assert record["custom"] == {"discount": "a"}


def test_contacts_have_columns_of_their_own(anna: Actor, bring: Bring) -> None:
    add_field(anna, CONTACT, key="hotel", type="text", names={"en": "Hotel"})
    run = bring("contacts", "last_name;Hotel\nDupont;Krone\n")
    assert run.created == 1
    assert Contact.objects.get().custom == {"hotel": "Krone"}
    add_contact(anna, last_name="Favre", customer_id=None)
    keys = exports.keys_of(anna, "contacts")
    place = exports.columns("contacts").index("custom.hotel")
    found = exports.rows(anna, "contacts", keys, is_labelled=True)
    assert sorted(str(row[place]) for row in found) == ["", "Krone"]
