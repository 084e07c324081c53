"""The file about a person: everything about one contact, and about nobody else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.http import FileResponse
from django.test import Client
from django.utils import translation

from klientel.domains.customers import disclosing
from klientel.domains.customers.actions import contacts, deleting, notes
from klientel.domains.customers.facts import CONTACT
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.person import as_data
from klientel.foundation.access import Actor
from klientel.foundation.db import personal
from klientel.foundation.db.personal import Told
from klientel.services.accounts.models import User
from klientel.services.files.actions import attaching
from klientel.services.files.actions.attaching import Upload
from klientel.services.journal.models import SecurityEvent
from klientel.services.notifications import outbox
from tests.api import caller, content

from .pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def sabine(anna: Actor, customer: Customer, folder: Path) -> Contact:
    """With something of every kind, beside a colleague of whom nothing is told."""
    found = Contact.objects.visible_to(anna).get(first_name="Sabine")
    contacts.change_contact(anna, found, position="Einkauf", emails=[{"value": "s@huber.example"}])
    notes.add_note(anna, found, text="Nur vormittags.")
    notes.add_note(anna, customer, text="Sabine Huber bestellt.")
    notes.add_note(anna, customer, text="Geheim über andere.")
    attaching.attach(anna, (CONTACT, found.pk), [Upload("Zeugnis.txt", io.BytesIO(b"Gut"))])
    outbox.Backend().send_messages(
        [mail.EmailMessage("Angebot", "Guten Tag", "a@b.example", ["s@huber.example"])]
    )
    found.refresh_from_db()
    return found


def test_everything_about_a_person_is_in_it(anna: Actor, sabine: Contact) -> None:
    data = as_data(disclosing.person_file(anna, sabine).person)
    assert data["fields"]["position"] == "Einkauf"
    assert [note["text"] for note in data["notes"]] == ["Nur vormittags."]
    assert [note["text"] for note in data["notes_naming"]] == ["Sabine Huber bestellt."]
    assert [file["name"] for file in data["files"]] == ["Zeugnis.txt"]
    assert [each["subject"] for each in data["mails"]] == ["Angebot"]
    assert data["customer"]["name"] == "Bäckerei Huber AG"
    assert {"customers.contact.changed", "customers.note.added"} <= {
        each["kind"] for each in data["history"]
    }
    assert "Anna Keller" in {each["name"] for each in data["seen_by"]}
    assert "Geheim" not in json.dumps(data)


def test_every_field_the_registry_promises_is_told(anna: Actor, sabine: Contact) -> None:
    fields = as_data(disclosing.person_file(anna, sabine).person)["fields"]
    promised = {
        name.removeprefix(f"{CONTACT}.")
        for name, column in personal.known().items()
        if name.startswith(f"{CONTACT}.") and column.told == Told.FIELD
    }
    assert promised - {"email"} <= set(fields)  # shown as the name where there is none


def test_the_archive_has_page_data_and_files(anna: Actor, sabine: Contact, client: Client) -> None:
    response = client.post(f"/contacts/{sabine.pk}/person/archive", {"language": "fr"})
    assert isinstance(response, FileResponse)
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as packed:
        page = packed.read("index.html").decode()
        assert '<html lang="fr">' in page and "Nur vormittags." in page and "Historique" in page
        data = json.loads(packed.read("person.json"))
        [file] = data["files"]
        assert packed.read(file["path"]) == b"Gut"
    logged = SecurityEvent.objects.get(kind="privacy.disclosed")
    assert (logged.data["contact"], logged.data["files"]) == (sabine.pk, 1)
    assert "Sabine" not in str(logged.data)


def test_the_page_reads_in_the_language_asked_for(sabine: Contact, client: Client) -> None:
    page = text_of(client.get(f"/contacts/{sabine.pk}/person?language=en"))
    assert "Where the data came from" in page and "Auskunft" in page
    assert "Woher die Daten kommen" in text_of(client.get(f"/contacts/{sabine.pk}/person"))


def test_somebody_of_the_bin_may_ask_as_well(anna: Actor, sabine: Contact, client: Client) -> None:
    deleting.delete_contacts(anna, [sabine])
    assert "Nur vormittags." in text_of(client.get(f"/contacts/{sabine.pk}/person"))


def test_programs_fetch_both(sabine: Contact, people: Callable[[str], User]) -> None:
    api = caller(people("admin"))
    data = content(api.get(f"contacts/{sabine.pk}/person-file"))
    assert data["name"] == "Sabine Huber" and data["files"][0]["bytes"] == 3
    address = f"/api/v1/contacts/{sabine.pk}/person-file/archive?language=de"
    packed = api.client.get(address, headers=api.headers)
    assert packed.status_code == 200 and packed["Content-Type"] == "application/zip"
    assert list(packed)
    assert SecurityEvent.objects.filter(kind="privacy.disclosed").count() == 2
    assert caller(people("user")).get(f"contacts/{sabine.pk}/person-file").status_code == 403
    refused = api.post(f"contacts/{sabine.pk}/erase", {"confirm": "yes"})
    assert refused.status_code == 422
    erased = content(api.post(f"contacts/{sabine.pk}/erase", {"confirm": "erase"}))
    assert erased["name"] == f"Anonym {sabine.pk}"
