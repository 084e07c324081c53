"""The finder of duplicates: what it finds and why, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from klientel.domains.customers import doubled
from klientel.domains.customers.actions import contacts, customers, deleting
from klientel.domains.customers.actions.doubles import apart, running
from klientel.domains.customers.actions.uniting.merge import merge_customers
from klientel.domains.customers.models import Customer, DoubleKey, DoubleRun
from klientel.domains.customers.models.doubles import Of
from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.db import guard
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User
from klientel.services.journal.undo import undo_batch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def looked(of: Of = Of.CUSTOMERS) -> DoubleRun:
    run = running.open_run(SYSTEM, of)
    assert running.work(run.pk, "me")
    run.refresh_from_db()
    return run


def found(actor: Actor, of: Of = Of.CUSTOMERS, **asked: str) -> list[tuple[set[str], list[str]]]:
    """The names of each group, and its reasons, the surest group first."""
    run = doubled.last_run(actor, of)
    assert run is not None
    rows = list(doubled.groups(actor, run, **asked).order_by("-score", "pk"))
    return [
        ({member.record.name for member in group.members}, list(group.reasons))
        for group in doubled.shown(actor, of, rows)
    ]


def company(anna: Actor, name: str, city: str = "", **more: Any) -> Customer:
    code, country = {"Köln": ("50667", "DE"), "Bern": ("3011", "CH")}.get(city, ("", ""))
    places = [{"city": city, "postal_code": code, "country": country}] if city else []
    return customers.create_customer(anna, **{"name": name, "addresses": places, **more})


REASONS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "vat": ({"vat_id": "DE136695976"}, {"vat_id": "DE 136 695 976"}, ["same VAT ID"]),
    "email": (
        {"emails": [{"value": "info@huber.example"}]},
        {"emails": [{"value": "INFO@huber.example"}]},
        ["same e-mail address"],
    ),
    "of a contact": (
        {"emails": [{"value": "chef@huber.example"}]},
        {"contacts": [{"last_name": "Chef", "emails": [{"value": "chef@huber.example"}]}]},
        ["same e-mail address"],
    ),
}


@pytest.mark.parametrize("case", REASONS)
def test_companies_of_different_names_are_found_by_what_they_share(anna: Actor, case: str) -> None:
    one, other, reasons = REASONS[case]
    company(anna, "Huber AG", **one)
    company(anna, "Zimmerei Nord", **other)
    company(anna, "Fremde KG", "Köln")
    looked()
    assert found(anna) == [({"Huber AG", "Zimmerei Nord"}, reasons)]


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Huber Bau AG", "Huber Bau GmbH & Co. KG", "same name"),
        ("Bäckerei Müller", "Baeckerei Mueller", "similar name"),
        ("Meyer Hochbau", "Maier Hochbau", "similar name"),
        ("Lefèvre et Fils SARL", "Lefebvre & Fils", "similar name"),
        ("Dupont Travaux", "Dupond Travaux SA", "similar name"),
        ("Garten Schröder", "Schröder Garten", "same name"),
    ],
)
def test_names_that_are_heard_or_written_alike_are_found_at_one_place(
    anna: Actor, one: str, other: str, reason: str
) -> None:
    company(anna, one, "Köln")
    company(anna, other, "Köln")
    looked()
    assert found(anna) == [({one, other}, [reason])]


def test_a_number_alone_is_not_enough_and_a_name_at_another_place_neither(anna: Actor) -> None:
    shared = {"phones": [{"kind": "phone", "value": "+49 30 23125118"}]}
    company(anna, "Huber AG", "Köln", **shared)
    company(anna, "Zahnarzt im selben Haus", "Köln", **shared)
    company(anna, "Huber GmbH", "Bern")
    looked()
    assert found(anna) == []
    company(anna, "Huber KG", "Bern", **shared)
    looked()
    assert [names for names, _why in found(anna)] == [{"Huber AG", "Huber GmbH", "Huber KG"}]


def test_figures_tell_apart_and_another_vat_id_makes_doubt(anna: Actor) -> None:
    company(anna, "Halle 3 Vermietung", "Köln")
    company(anna, "Halle 4 Vermietung", "Köln")
    company(anna, "Huber AG", "Bern", vat_id="DE136695976")
    company(anna, "Huber GmbH", "Bern", vat_id="DE811569869")
    looked()
    assert found(anna) == []


def test_several_that_mean_the_same_are_one_group(anna: Actor) -> None:
    for name in ("Huber AG", "Huber GmbH", "Hubert SA"):
        company(anna, name, "Köln", emails=[{"value": "info@huber.example"}])
    looked()
    assert [names for names, _why in found(anna)] == [{"Huber AG", "Huber GmbH", "Hubert SA"}]


def test_people_are_found_within_their_customer_and_by_their_address(anna: Actor) -> None:
    huber = company(anna, "Huber AG")
    for first, last in (("Anna", "Meier"), ("Anna", "Maier"), ("Bruno", "Meier")):
        contacts.add_contact(anna, customer_id=huber.pk, first_name=first, last_name=last)
    contacts.add_contact(anna, last_name="Favre", emails=[{"value": "favre@huber.example"}])
    contacts.add_contact(anna, last_name="Fabre", emails=[{"value": "favre@huber.example"}])
    looked(Of.CONTACTS)
    assert found(anna, Of.CONTACTS) == [
        ({"Anna Meier", "Anna Maier"}, ["similar name"]),
        ({"Favre", "Fabre"}, ["same e-mail address"]),
    ]


def test_groups_are_narrowed_by_certainty_and_reason(anna: Actor) -> None:
    company(anna, "Huber AG", "Köln", emails=[{"value": "info@huber.example"}])
    company(anna, "Huber GmbH", "Köln", emails=[{"value": "info@huber.example"}])
    company(anna, "Meyer Hochbau", "Bern")
    company(anna, "Maier Hochbau", "Bern")
    looked()
    sure = [names for names, _why in found(anna, sure="very")]
    assert sure == [{"Huber AG", "Huber GmbH"}]
    likely = [names for names, _why in found(anna, sure="likely")]
    assert likely == [{"Meyer Hochbau", "Maier Hochbau"}]
    assert found(anna, sure="possible") == []
    assert [names for names, _why in found(anna, reason="email")] == sure


def pair(anna: Actor) -> Sequence[Customer]:
    return [company(anna, name, "Köln") for name in ("Huber AG", "Huber GmbH")]


def test_who_was_told_apart_is_not_named_again_until_that_is_taken_back(anna: Actor) -> None:
    rows = pair(anna)
    looked()
    apart.tell_apart(anna.via("web", "apart"), Of.CUSTOMERS, [row.pk for row in rows])
    assert found(anna) == []
    looked()
    assert found(anna) == []
    undo_batch(anna, "apart")
    looked()
    assert len(found(anna)) == 1


def test_what_was_said_of_a_merged_record_holds_for_the_winner(anna: Actor) -> None:
    one, other = pair(anna)
    third = company(anna, "Huber KG", "Köln")
    apart.tell_apart(anna, Of.CUSTOMERS, [other.pk, third.pk])
    merge_customers(anna, one, [other])
    looked()
    assert found(anna) == []


def test_merged_and_deleted_records_leave_their_groups(anna: Actor) -> None:
    one, other = pair(anna)
    third = company(anna, "Huber KG", "Köln")
    looked()
    merge_customers(anna, one, [other])
    assert [names for names, _why in found(anna)] == [{"Huber AG", "Huber KG"}]
    deleting.delete_customers(anna, [third])
    assert found(anna) == []


def test_who_sees_their_own_alone_finds_no_records_of_others(
    anna: Actor, people: Callable[[str], User]
) -> None:
    RoleSight.objects.create(role=Role.FLEET_ADMIN, sight=Sight.MINE)
    farid = people("fleet_admin")
    for name in ("Huber AG", "Huber GmbH"):
        company(anna, name, "Köln", account_manager=farid.email)
    strange = company(anna, "Huber KG", "Köln")
    company(anna, "Meyer AG", "Bern", account_manager=farid.email)
    company(anna, "Meyer GmbH", "Bern")
    looked()
    actor = actors.from_user(farid)
    assert [names for names, _why in found(actor)] == [{"Huber AG", "Huber GmbH"}]
    with pytest.raises(ValidationError):
        apart.tell_apart(actor, Of.CUSTOMERS, [strange.pk, Customer.objects.latest("pk").pk - 1])


@pytest.mark.parametrize("role", ["user", "technician", "billing", "read_only"])
def test_who_may_not_merge_neither_looks_nor_tells_apart(
    anna: Actor, as_role: Callable[[str], Actor], role: str
) -> None:
    rows = pair(anna)
    with pytest.raises(PermissionDenied):
        running.open_run(as_role(role), Of.CUSTOMERS)
    with pytest.raises(PermissionDenied):
        apart.tell_apart(as_role(role), Of.CUSTOMERS, [row.pk for row in rows])


class Killed(Exception):
    """The worker is gone."""


@pytest.mark.parametrize("after", range(1, 6))
def test_a_run_goes_on_where_its_worker_was_killed(
    anna: Actor, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(running, "RECORDS", 2)
    monkeypatch.setattr(running, "KEYS", 2)
    for name in ("Huber AG", "Huber GmbH", "Meyer Bau", "Maier Bau"):
        company(anna, name, "Köln", emails=[{"value": "info@huber.example"}])
    run = running.open_run(SYSTEM, Of.CUSTOMERS)
    chunks: list[str] = []

    def kill(at: DoubleRun) -> None:
        chunks.append(at.stage)
        if len(chunks) == after:
            raise Killed

    with pytest.raises(Killed):
        running.work(run.pk, "first", watch=kill)
    assert not running.work(run.pk, "second")  # the first may still be at it
    with guard.opened():
        DoubleRun.objects.filter(pk=run.pk).update(worker="", heartbeat=None)
    assert [each.pk for each in running.reclaimable()] == [run.pk]
    assert running.work(run.pk, "second")
    run.refresh_from_db()
    assert run.stage == DoubleRun.Stage.DONE
    assert not DoubleKey.objects.exists()
    assert [names for names, _why in found(anna)] == [
        {"Huber AG", "Huber GmbH", "Meyer Bau", "Maier Bau"}
    ]


def test_there_is_one_run_at_a_time_and_the_last_one_counts(anna: Actor) -> None:
    pair(anna)
    first = running.open_run(anna, Of.CUSTOMERS)
    assert running.open_run(anna, Of.CUSTOMERS).pk == first.pk
    assert running.work(first.pk, "me")
    second = looked()
    assert list(DoubleRun.objects.values_list("pk", flat=True)) == [second.pk]


def test_in_a_crowd_neighbours_by_name_are_compared(
    anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CROWD", 3)
    shared = {"phones": [{"kind": "phone", "value": "+49 30 23125118"}]}
    for name in ("Apotheke", "Bank", "Huber AG", "Huber GmbH", "Zahnarzt"):
        company(anna, name, "Köln", **shared)
    looked()
    assert [names for names, _why in found(anna)] == [{"Huber AG", "Huber GmbH"}]
