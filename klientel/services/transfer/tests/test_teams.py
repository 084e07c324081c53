"""Account teams in files: by e-mail address and by name, there and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from klientel.domains.customers import exports, queries
from klientel.domains.customers.actions import customers
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import StaffTeam, User

from .conftest import Bring

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat(people: Callable[[str], User]) -> str:
    StaffTeam.objects.create(name="Nord, Werkstatt")
    return people("user").email


def file_of(actor: Actor) -> str:
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow(exports.columns("customers"))
    keys = exports.keys_of(actor, "customers")
    sheet.writerows(exports.rows(actor, "customers", keys, is_labelled=False))
    return written.getvalue()


def team_of(name: str) -> tuple[list[str], list[str]]:
    customer = Customer.objects.get(name=name)
    found = queries.customer_fields([customer])[customer.pk]
    return found["team"], found["staff_teams"]


def test_an_export_comes_back_the_same(anna: Actor, beat: str, bring: Bring) -> None:
    email = "anna@klientel.example"
    customers.create_customer(
        anna, name="Lahn", team=[beat, email], staff_teams=["Nord, Werkstatt"]
    )
    written = file_of(anna)
    run = bring("customers", written, match="number")
    assert (run.created, run.changed, run.same) == (0, 0, 1)
    customers.change_customer(anna, Customer.objects.get(), team=[], staff_teams=[])
    assert bring("customers", written, match="number").changed == 1
    assert team_of("Lahn") == ([email, beat], ["Nord, Werkstatt"])


def test_strangers_are_kept_in_the_note_and_the_others_come(beat: str, bring: Bring) -> None:
    rows = f"name;team;staff_teams\nLahn;{beat}, fort@klientel.example;Süd; nord, werkstatt\n"
    run = bring("customers", rows.replace("Süd; nord, werkstatt", '"Süd; nord, werkstatt"'))
    assert run.created == 1
    assert team_of("Lahn") == ([beat], ["Nord, Werkstatt"])
    note = Customer.objects.get().note
    assert "fort@klientel.example" in note
    assert "Süd" in note
