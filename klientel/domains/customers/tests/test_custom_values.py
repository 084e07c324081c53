"""Custom values of customers and contacts: stored alike, told one by one, walked back alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from klientel.domains.customers import display
from klientel.domains.customers.actions import customs
from klientel.domains.customers.actions.contacts import add_contact, change_contact
from klientel.domains.customers.actions.customers import change_customer, create_customer
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.db import guard
from klientel.services.accounts.models import User
from klientel.services.customfields import reading
from klientel.services.customfields.actions.defining import add_field, change_field, remove_field
from klientel.services.customfields.models import Definition
from klientel.services.journal import queries as journal
from klientel.services.journal import undo
from tests.api import caller, content, fields

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


@pytest.fixture
def client(people: People) -> Client:
    found = Client()
    found.force_login(people("admin"))
    return found


@pytest.fixture
def discount(anna: Actor) -> Definition:
    return add_field(
        anna.via("web", "d" * 32),
        CUSTOMER,
        key="discount",
        type="choice",
        names={"de": "Rabattgruppe", "en": "Discount group"},
        options=[{"code": "a", "labels": {"en": "Group A"}}, {"code": "b", "labels": {"en": "B"}}],
    )


@pytest.fixture
def until(anna: Actor) -> Definition:
    return add_field(anna, CUSTOMER, key="until", type="date", names={"en": "Contract until"})


def stored(row: Customer | Contact) -> dict[str, Any]:
    fresh = type(row).objects.get(pk=row.pk)
    return dict(fresh.custom)


def test_values_of_a_new_customer_are_made_canonical(
    anna: Actor, discount: Definition, until: Definition
) -> None:
    customer = create_customer(
        anna, name="Huber", custom={"until": "31.12.2026", "discount": "group a"}
    )
    assert stored(customer) == {"discount": "a", "until": "2026-12-31"}


def test_what_a_field_cannot_hold_is_named_by_its_path(anna: Actor, discount: Definition) -> None:
    with pytest.raises(ValidationError) as caught:
        create_customer(anna, name="Huber", custom={"discount": "z", "other": 1})
    assert set(caught.value.message_dict) == {"custom.discount", "custom.other"}


def test_values_not_given_stay_and_none_takes_one_away(
    anna: Actor, discount: Definition, until: Definition
) -> None:
    given = {"until": "2026-12-31", "discount": "a"}
    customer = create_customer(anna, name="Huber", custom=given)
    change_customer(anna, customer, custom={"discount": "b"})
    assert stored(customer) == {"discount": "b", "until": "2026-12-31"}
    change_customer(anna, customer, custom={"until": None})
    assert stored(customer) == {"discount": "b"}
    assert Customer.objects.get(pk=customer.pk).custom_fold == {"discount": "b"}


def test_what_is_required_is_not_taken_away(anna: Actor, discount: Definition) -> None:
    customer = create_customer(anna, name="Huber", custom={"discount": "a"})
    without = create_customer(anna, name="Moser")
    change_field(anna, discount, required=True)
    with pytest.raises(ValidationError, match="ausgefüllt"):
        change_customer(anna, customer, custom={"discount": ""})
    change_customer(anna, without, note="Others may be changed.")


def test_history_tells_each_field_in_the_readers_language(
    anna: Actor, discount: Definition, until: Definition
) -> None:
    customer = create_customer(anna, name="Huber", custom={"discount": "a"})
    change_customer(anna, customer, custom={"until": "2026-12-31"})
    entry = journal.timeline(anna, (CUSTOMER, customer.pk))[0]
    assert entry.data["before"] == {"custom.until": None}
    assert entry.data["after"] == {"custom.until": "2026-12-31"}
    words = display.Words("DE")
    with translation.override("de"):
        assert display.label("custom.discount") == "Rabattgruppe"
        assert words.say("custom.until", "2026-12-31") == "31.12.2026"
        assert words.say("custom.until", None) == ""
    remove_field(anna, until)
    with translation.override("en"):
        assert display.label("custom.until") == "Contract until"


def test_undo_takes_back_one_field_and_leaves_what_another_changed_since(
    anna: Actor, discount: Definition, until: Definition
) -> None:
    customer = create_customer(anna, name="Huber", custom={"discount": "a"})
    act = anna.via("web", "1" * 32)
    change_customer(act, customer, custom={"discount": "b", "until": "2026-12-31"})
    change_customer(anna, customer, custom={"until": "2027-06-30"})
    outcome = undo.undo_batch(anna, "1" * 32)
    assert stored(customer) == {"discount": "a", "until": "2027-06-30"}
    assert [refusal.attribute for refusal in outcome.refused] == ["custom.until"]
    assert undo.attribute_label(outcome.refused[0]) == "Contract until"


def test_two_people_at_different_fields_are_merged_and_at_the_same_conflict(
    anna: Actor, beat: Actor, discount: Definition, until: Definition
) -> None:
    customer = create_customer(anna, name="Huber")
    version = customer.version
    change_customer(beat, customer, version=version, custom={"discount": "a"})
    change_customer(anna, customer, version=version, custom={"until": "2026-12-31"})
    assert stored(customer) == {"discount": "a", "until": "2026-12-31"}
    with pytest.raises(Conflict) as caught:
        change_customer(anna, customer, version=version, custom={"discount": "b"})
    [clash] = caught.value.clashes
    assert (clash.field, clash.base, clash.theirs) == ("custom.discount", None, "a")


def test_contacts_have_fields_of_their_own(anna: Actor, discount: Definition) -> None:
    add_field(anna, CONTACT, key="hotel", type="text", names={"en": "Hotel"})
    contact = add_contact(anna, last_name="Dupont", customer_id=None, custom={"hotel": " Krone "})
    assert stored(contact) == {"hotel": "Krone"}
    change_contact(anna, contact, custom={"hotel": "Adler"})
    assert stored(contact) == {"hotel": "Adler"}
    with pytest.raises(ValidationError):
        change_contact(anna, contact, custom={"discount": "a"})


def test_a_field_that_is_removed_keeps_its_values_and_gets_them_back(
    anna: Actor, discount: Definition
) -> None:
    customer = create_customer(anna, name="Huber", custom={"discount": "a"})
    remove_field(anna.via("web", "2" * 32), discount)
    change_customer(anna, customer, note="Something else")
    assert stored(customer) == {"discount": "a"}
    with pytest.raises(ValidationError):
        change_customer(anna, customer, custom={"discount": "b"})
    undo.undo_batch(anna, "2" * 32)
    change_customer(anna, customer, custom={"discount": "b"})
    assert stored(customer) == {"discount": "b"}


def test_the_api_takes_and_gives_values_by_key(
    anna: Actor, people: People, discount: Definition
) -> None:
    api = caller(people("admin"))
    change_field(anna, discount, required=True)
    assert "custom.discount" in fields(api.post("customers", {"name": "Huber"}))
    made = content(api.post("customers", {"name": "Huber", "custom": {"discount": "a"}}), 201)
    assert made["custom"] == {"discount": "a"}
    url = f"customers/{made['id']}"
    assert content(api.patch(url, {"custom": {"discount": "b"}}))["custom"] == {"discount": "b"}
    assert "custom.discount" in fields(api.patch(url, {"custom": {"discount": None}}))
    assert "custom.nothing" in fields(api.patch(url, {"custom": {"nothing": 1}}))
    remove_field(anna, discount)
    assert content(api.get(url))["custom"] == {}


def test_the_form_asks_for_what_is_required_and_stores_only_what_was_touched(
    anna: Actor, client: Client, discount: Definition, until: Definition
) -> None:
    customer = create_customer(anna, name="Huber", custom={"until": "2026-12-31"})
    change_field(anna, discount, required=True)
    url = reverse("customers:edit", args=[customer.pk])
    page = client.get(url).content.decode()
    assert 'value="31.12.2026"' in page
    given = {"name": "Huber", "number": customer.number, "active": "on", "version": 1}
    given |= {"kind": "company", "type": "customer", "segment": "other"}
    answer = client.post(url, {**given, "custom_until": "31.12.2026", "custom_discount": ""})
    assert answer.status_code == 422
    with reading.once():  # somebody else sets the other one meanwhile
        change_customer(anna, customer, custom={"until": "2027-01-31"})
    answer = client.post(url, {**given, "custom_until": "31.12.2026", "custom_discount": "a"})
    assert answer.status_code == 303
    assert stored(customer) == {"discount": "a", "until": "2027-01-31"}


def test_a_conflict_in_a_custom_field_is_shown_by_its_name(
    anna: Actor, client: Client, discount: Definition
) -> None:
    customer = create_customer(anna, name="Huber")
    change_customer(anna, customer, custom={"discount": "a"})
    url = reverse("customers:edit", args=[customer.pk])
    given = {"name": "Huber", "number": customer.number, "active": "on", "version": 1}
    given |= {"kind": "company", "type": "customer", "segment": "other", "custom_discount": "b"}
    answer = client.post(url, given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Rabattgruppe" in page
    assert "keep_custom.discount" in page
    settled = {**given, "seen": 2, "keep_custom.discount": "mine"}
    assert client.post(url, settled).status_code == 303
    assert stored(customer) == {"discount": "b"}


def test_a_new_customer_on_one_page_gets_custom_values(
    client: Client, discount: Definition
) -> None:
    start = client.get(reverse("customers:add"))
    answer = client.post(start["Location"], {"name": "Huber", "custom_discount": "z"})
    assert answer.status_code == 422
    answer = client.post(start["Location"], {"name": "Huber", "custom_discount": "b"})
    assert answer.status_code == 303
    assert stored(Customer.objects.get()) == {"discount": "b"}


def test_the_page_of_a_record_shows_them(
    anna: Actor, client: Client, discount: Definition, until: Definition
) -> None:
    customer = create_customer(anna, name="Huber", custom={"until": "2026-12-31"})
    page = client.get(customer.get_absolute_url()).content.decode()
    assert "Contract until" in page
    assert "31.12.2026" in page


def test_a_write_that_was_read_by_an_older_meaning_is_refused(
    anna: Actor, until: Definition, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = create_customer(anna, name="Huber")
    whole = customs.hold_of_customers

    def late(*given: Any) -> None:
        with guard.opened():  # as another process does: this one has read it already
            Definition.objects.filter(pk=until.pk).update(type="text")
        whole(*given)

    monkeypatch.setattr(customs, "hold_of_customers", late)
    with pytest.raises(ValidationError):
        change_customer(anna, customer, custom={"until": "2026-12-31"})
    assert stored(customer) == {}
