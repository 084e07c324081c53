"""A customer whose number somebody else has by now comes back with a new one, in one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.actions.restoring import restore
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch
from tests.api import caller, content

from .pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(anna: Actor) -> Customer:
    """Its number belongs to somebody else meanwhile."""
    row = customers.create_customer(anna, name="Meyer SA", number="M-1")
    deleting.delete_customers(anna, [row])
    customers.create_customer(anna, name="Neu", number="M-1")
    return row


def number(row: Customer) -> str:
    return Customer.objects.get(pk=row.pk, deleted_at=None).number


def test_its_page_says_so_and_one_click_brings_it_back(client: Client, gone: Customer) -> None:
    page = client.get(gone.get_absolute_url())
    said = text_of(page)
    assert "Die Nummer M-1 ist vergeben." in said
    assert "Mit neuer Nummer wiederherstellen" in said
    answer = client.post(f"/customers/{gone.pk}/restore", {"new_number": "1"}, follow=True)
    assert number(gone) not in ("", "M-1")
    assert f"Meyer SA hat jetzt die Nummer {number(gone)}" in text_of(answer)


def test_without_the_offer_nothing_comes_back(client: Client, gone: Customer) -> None:
    answer = client.post(f"/customers/{gone.pk}/restore")
    assert answer.status_code == 409
    assert "Mit neuer Nummer wiederherstellen" in text_of(answer)
    assert not Customer.objects.filter(pk=gone.pk, deleted_at=None).exists()


def test_the_bin_leads_to_the_offer(client: Client, gone: Customer) -> None:
    answer = client.post("/bin/customers/restore", {"ids": [gone.pk]})
    assert answer["Location"] == gone.get_absolute_url()


def test_the_undo_puts_it_into_the_bin_with_its_new_number(anna: Actor, gone: Customer) -> None:
    act = anna.via("web", batch="back")
    deleting.restore_customers(act, [gone], new_numbers=True)
    outcome = undo_batch(anna, "back")
    gone.refresh_from_db()
    assert gone.deleted_at is not None
    assert len(outcome.refused) == 1
    deleting.restore_customers(anna, [gone])


def test_two_of_one_number_come_back_together(anna: Actor) -> None:
    first = customers.create_customer(anna, name="Erst", number="M-1")
    deleting.delete_customers(anna, [first])
    second = customers.create_customer(anna, name="Dann", number="M-1")
    deleting.delete_customers(anna, [second])
    outcome = restore(anna, {"customers": [first, second]})
    assert (outcome.back, [row for row, _why in outcome.stayed]) == (1, [second])
    deleting.delete_customers(anna, [first])
    outcome = restore(anna, {"customers": [first, second]}, new_numbers=True)
    assert outcome.back == 2
    assert (number(first), len(outcome.remarks)) == ("M-1", 1)


def test_programs_ask_for_it(gone: Customer, people: Callable[[str], User]) -> None:
    program = caller(people("admin"))
    content(program.post(f"customers/{gone.pk}/restore"), 422)
    given = {"ids": [gone.pk], "new_numbers": True}
    found = content(program.post("bin/customers/restore", given))
    assert (found["restored"], len(found["remarks"])) == (1, 1)


def test_programs_ask_for_it_at_the_record(gone: Customer, people: Callable[[str], User]) -> None:
    program = caller(people("admin"))
    found = content(program.post(f"customers/{gone.pk}/restore?new_number=true"))
    assert found["number"] == number(gone) != "M-1"
