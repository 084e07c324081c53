"""What the dialog says that goes with a customer is what goes."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.actions import deleting, notes
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.files.actions import attaching
from klientel.services.files.models import StoredFile
from klientel.services.files.tests import making
from klientel.services.journal.queries import timeline

from .pages import Answer, huber, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def customer(anna: Actor) -> Customer:
    """With a note of its own, one on a contact, one deleted; two files, a deleted one, a logo."""
    made = huber(anna)
    notes.add_note(anna, made, text="Ruft an.")
    notes.delete_note(anna, notes.add_note(anna, made, text="Falsch."))
    notes.add_note(anna, Contact.objects.get(last_name="Huber"), text="Nur vormittags.")
    names = ("a.txt", "b.txt", "c.txt")
    sent = [making.upload(name, name.encode()) for name in names]
    added = attaching.attach(anna, (CUSTOMER, made.pk), sent)
    attaching.delete_files(anna, added[:1])
    attaching.set_picture(anna, (CUSTOMER, made.pk), making.upload("l", making.picture()).file)
    return made


def said(dialog: Answer) -> dict[str, int]:
    """Title of each line → its number."""
    html = re.sub(r"<[^>]+>", "|", text_of(dialog))
    return {title: int(count) for count, title in re.findall(r"\|(\d+)\|+(\w[^|]+)\|", html)}


def test_files_and_notes_are_counted_on_the_page_of_the_customer(
    client: Client, customer: Customer
) -> None:
    found = said(client.get(reverse("customers:delete", args=[customer.pk])))
    assert found["Kontakte werden gelöscht"] == 2
    assert found["Notizen werden gelöscht"] == 2
    assert found["Dateien werden gelöscht"] == 2


def test_they_are_counted_for_chosen_customers_together(
    client: Client, customer: Customer, anna: Actor
) -> None:
    other = huber(anna, name="Meyer", contacts=[])
    notes.add_note(anna, other, text="Zahlt bar.")
    found = said(client.post("/customers/chosen/delete", {"ids": [customer.pk, other.pk]}))
    assert found["Notizen werden gelöscht"] == 3
    assert found["Dateien werden gelöscht"] == 2


def test_what_there_is_nothing_of_is_not_mentioned(client: Client, anna: Actor) -> None:
    page = text_of(client.get(reverse("customers:delete", args=[huber(anna).pk])))
    assert "Notiz" not in page
    assert "Datei" not in page


def test_the_numbers_are_those_of_what_goes(customer: Customer, anna: Actor) -> None:
    counts = queries.deletion_counts([customer.pk])
    seen = StoredFile.objects.visible_to(anna).filter(purpose="file")
    before = (Note.objects.visible_to(anna).count(), seen.count())
    deleting.delete_customers(anna, [customer])
    after = (Note.objects.visible_to(anna).count(), seen.count())
    assert (counts["notes"], counts["files"]) == (before[0] - after[0], before[1] - after[1])


def test_what_stays_is_the_history(client: Client, customer: Customer) -> None:
    dialog = client.get(reverse("customers:delete", args=[customer.pk]))
    assert "Bleibt erhalten" in text_of(dialog)
    entries = timeline(SYSTEM, (CUSTOMER, customer.pk), limit=100)
    assert said(dialog)["Einträge im Verlauf"] == len(entries) > 5
