"""Parent companies in files: named by number or name, before and after they are there."""

import csv
import io

import pytest

from klientel.domains.customers import exports, queries
from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor

from .conftest import Bring

pytestmark = pytest.mark.django_db


def families(actor: Actor) -> dict[str, tuple[str, str]]:
    """By name: number of the parent, and what it is to it."""
    rows = list(Customer.objects.visible_to(actor))
    found = queries.customer_fields(rows, actor).values()
    return {each["name"]: (each["parent"], each["parent_relation"]) for each in found}


FILE = (
    "Kundennummer;Firma;Mutterfirma;Art der Beziehung zur Mutterfirma\n"
    "K1;Huber Holding;;\n"
    "K2;Huber Nord;K1;Zweigstelle\n"
    "K3;Huber West;huber holding;\n"
    "K4;Meyer;Schmidt AG;Franchise\n"
    "K5;Hafen;K2;\n"
)


def test_a_file_names_parents_by_number_and_by_name(bring: Bring, anna: Actor) -> None:
    run = bring("customers", FILE)
    assert (run.created, run.refused) == (4, 1)
    assert families(anna) == {
        "Huber Holding": ("", ""),
        "Huber Nord": ("K1", "branch"),
        "Huber West": ("K1", "subsidiary"),
        "Meyer": ("", ""),
    }
    assert "Mutterfirma: Schmidt AG" in Customer.objects.get(number="K4").note
    again = bring("customers", FILE)
    assert (again.same, again.refused) == (4, 1)


def test_a_look_at_the_file_says_the_same(bring: Bring, check: Bring, anna: Actor) -> None:
    looked = check("customers", FILE)
    assert families(anna) == {}
    done = bring("customers", FILE)
    assert (looked.created, looked.refused) == (done.created, done.refused)


def test_a_second_level_is_refused_before_it_is_written(check: Bring, anna: Actor) -> None:
    for number in ("1", "2", "3"):
        customers.create_customer(anna, name=f"Firma {number}", number=number)
    run = check("customers", "Kundennummer;Firma;Mutterfirma\n1;Firma 1;2\n2;Firma 2;3\n")
    assert (run.changed, run.refused) == (1, 1)


def test_what_is_exported_comes_back_as_it_was(bring: Bring, anna: Actor) -> None:
    bring("customers", FILE)
    before = families(anna)
    # Numbered so that the parent stands last.
    holding = Customer.objects.get(number="K1")
    customers.change_customer(anna, holding, number="Z9")
    keys = exports.keys_of(anna, "customers")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(exports.columns("customers"))
    writer.writerows(exports.rows(anna, "customers", keys, is_labelled=False))
    deleting.delete_customers(anna, list(Customer.objects.visible_to(anna)))
    run = bring("customers", text.getvalue())
    assert (run.created, run.refused) == (4, 0)
    renamed = {name: ("Z9" if number else "", said) for name, (number, said) in before.items()}
    assert families(anna) == renamed


def test_a_name_two_have_tells_nobody(bring: Bring, anna: Actor) -> None:
    for number in ("1", "2"):
        customers.create_customer(anna, name="Huber", number=number)
    bring("customers", "Kundennummer;Firma;Mutterfirma\n3;Nord;Huber\n")
    nord = Customer.objects.get(number="3")
    assert nord.parent_id is None
    assert "Mutterfirma: Huber" in nord.note
