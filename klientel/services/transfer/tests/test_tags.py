"""Tags in files: names with semicolons between, there and back."""

from __future__ import annotations

import pytest

from klientel.domains.customers import exports, queries
from klientel.domains.customers.actions import contacts, customers, tags
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Actor
from klientel.services.accounts import actors
from klientel.wiring.roles import ROLES

from .conftest import Bring
from .test_teams import file_of

pytestmark = pytest.mark.django_db


def of(name: str) -> list[str]:
    customer = Customer.objects.get(name=name)
    return queries.customer_fields([customer])[customer.pk]["tags"]


def test_an_export_comes_back_the_same(anna: Actor, bring: Bring) -> None:
    customers.create_customer(anna, name="Lahn", tags=["VIP", "Messe, Köln"])
    written = file_of(anna)
    assert "Messe, Köln; VIP" in written
    run = bring("customers", written, match="number")
    assert (run.created, run.changed, run.same) == (0, 0, 1)
    customers.change_customer(anna, Customer.objects.get(), tags=[])
    assert bring("customers", written, match="number").changed == 1
    assert of("Lahn") == ["Messe, Köln", "VIP"]


def test_words_of_the_list_are_met_in_any_spelling_and_new_ones_are_added(
    anna: Actor, bring: Bring
) -> None:
    tags.add_tag(anna, "VIP")
    bring("customers", 'Name;Schlagwörter\nLahn;"vip; Neu"\n')
    assert of("Lahn") == ["Neu", "VIP"]
    again = bring("customers", 'Name;Schlagwörter\nLahn;"NEU;Vip"\n', match="name")
    assert (again.changed, again.same) == (0, 1)


def test_contacts_come_with_tags(anna: Actor, bring: Bring) -> None:
    bring("contacts", "Nachname;Étiquettes\nRoux;VIP\n")
    found = Contact.objects.get(last_name="Roux")
    assert queries.contact_fields([found])[found.pk]["tags"] == ["VIP"]
    names = exports.columns("contacts")
    [row] = exports.rows(anna, "contacts", [found.pk], is_labelled=False)
    assert row[names.index("tags")] == "VIP"
    contacts.change_contact(anna, found, tags=[])
    assert bring("contacts", "Nachname;Tags\nRoux;VIP\n", match="name").changed == 1


def test_who_may_not_add_tags_keeps_the_new_ones_in_the_note(
    anna: Actor, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags.add_tag(anna, "VIP")
    monkeypatch.setitem(actors._roles, "admin", ROLES["admin"] - {"customers.add_tags"})
    run = bring("customers", 'Name;Tags\nLahn;"vip; Neu"\nMain;Neu\n')
    assert (run.created, run.refused) == (2, 0)
    assert (of("Lahn"), of("Main")) == (["VIP"], [])
    assert "Neu" in Customer.objects.get(name="Lahn").note
    assert not Tag.objects.filter(name="Neu").exists()


def test_what_is_too_long_is_kept_in_the_note(bring: Bring) -> None:
    run = bring("customers", f"Name;Tags\nLahn;VIP\nMain;{'x' * 51}\n")
    assert (run.created, run.refused) == (2, 0)
    assert (of("Lahn"), of("Main")) == (["VIP"], [])
    assert "x" * 51 in Customer.objects.get(name="Main").note
