"""What the search finds by custom fields, once a field is removed, set aside or brought back."""

from __future__ import annotations

from typing import Any

import pytest

from klientel.domains.customers import tables
from klientel.domains.customers.actions.customers import change_customer, create_customer
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.domains.customers.tests.test_custom_lists import listing
from klientel.foundation.access import Actor
from klientel.services.customfields import words
from klientel.services.customfields.actions.defining import add_field, change_field, remove_field
from klientel.services.customfields.models import Definition, StaleWords
from klientel.services.journal import undo
from klientel.services.search import sources

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "AT_ONCE", 2)


@pytest.fixture
def nickname(anna: Actor) -> Definition:
    found = add_field(anna, CUSTOMER, key="nickname", type="text", names={"en": "Nickname"})
    for name in ("Alpha", "Beta", "Gamma"):
        create_customer(anna, name=name, custom={"nickname": "Zugspitze"})
    return found


def hits(actor: Actor, text: str = "zugspitze", table: Any = tables.CUSTOMERS) -> int:
    return len(listing(actor, table, q=text).lines)


def test_words_of_a_removed_field_are_forgotten_and_come_back(
    anna: Actor, nickname: Definition, django_capture_on_commit_callbacks: Any
) -> None:
    act = anna.via("web", "7" * 32)
    assert hits(anna) == 3
    with django_capture_on_commit_callbacks(execute=True):
        remove_field(act, nickname)
    assert hits(anna) == 0
    assert not StaleWords.objects.exists()
    assert not sources.differing()
    undo.undo_batch(anna, "7" * 32)
    words.rewrite()
    assert hits(anna) == 3


def test_words_of_a_field_that_is_out_of_use_are_forgotten(
    anna: Actor, nickname: Definition
) -> None:
    change_field(anna, nickname, active=False)
    words.rewrite()
    assert (hits(anna), hits(anna, "gamma")) == (0, 1)
    change_field(anna, nickname, active=True)
    words.rewrite()
    assert hits(anna) == 3


def test_what_is_no_word_rewrites_nothing(anna: Actor, nickname: Definition) -> None:
    change_field(anna, nickname, names={"en": "Called"})
    remove_field(anna, add_field(anna, CUSTOMER, key="n", type="number", names={"en": "N"}))
    assert not StaleWords.objects.exists()


def test_customers_are_no_longer_found_by_the_words_of_their_contacts(anna: Actor) -> None:
    hotel = add_field(anna, CONTACT, key="hotel", type="text", names={"en": "Hotel"})
    people: Any = [{"last_name": "Arp", "custom": {"hotel": "Krone"}}]
    create_customer(anna, name="Alpha", contacts=people)
    assert (hits(anna, "krone"), hits(anna, "krone", tables.CONTACTS)) == (1, 1)
    remove_field(anna, hotel)
    words.rewrite()
    assert (hits(anna, "krone"), hits(anna, "krone", tables.CONTACTS)) == (0, 0)
    assert hits(anna, "arp") == 1


def test_a_stopped_worker_goes_on_where_it_was(anna: Actor, nickname: Definition) -> None:
    remove_field(anna, nickname)
    first = StaleWords.objects.select_related("definition").get()
    other = StaleWords.objects.select_related("definition").get()
    assert words.piece(first)
    assert hits(anna) == 1
    assert not words.piece(other)  # who comes too late does nothing
    left = StaleWords.objects.get()
    assert left.cursor == Customer.objects.get(name="Beta").pk
    words.rewrite()
    assert hits(anna) == 0


def test_who_asks_again_begins_anew(anna: Actor, nickname: Definition) -> None:
    remove_field(anna, nickname)
    stale = StaleWords.objects.select_related("definition").get()
    words.ask([nickname])
    assert not words.piece(stale)
    assert StaleWords.objects.get().asked == 2
    change_customer(anna, Customer.objects.get(name="Alpha"), version=None, note="None")
    words.rewrite()
    assert hits(anna) == 0
