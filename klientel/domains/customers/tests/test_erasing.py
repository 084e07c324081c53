"""Erasing a person: their words are nowhere any more, and nothing else is lost."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import connection, models
from django.test import Client
from django.utils import timezone, translation

from klientel.domains.customers.actions import contacts, deleting, erasing, notes
from klientel.domains.customers.actions.customers import change_customer
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import Actor
from klientel.foundation.db import guard, personal
from klientel.foundation.db.personal import About
from klientel.foundation.rest.models import KeptAnswer
from klientel.services.bulk.models import BulkRun
from klientel.services.customfields.actions.defining import add_field
from klientel.services.files.actions import attaching
from klientel.services.files.actions.attaching import Upload
from klientel.services.journal import security
from klientel.services.journal.models import Entry
from klientel.services.journal.undo import undo_batch
from klientel.services.long_searches import actions as searches
from klientel.services.notifications import outbox
from klientel.services.notifications.models import OutboxMail
from klientel.services.privacy.models import Removal
from klientel.services.saved_views.actions import change_view, save_view
from klientel.services.search.models import Document, keys
from klientel.services.transfer import actions as transfer
from klientel.services.transfer import engine
from klientel.services.transfer.models import Run, RunRow, State

from .pages import text_of

pytestmark = pytest.mark.django_db
MARK = "Zwrknag"  # no longer than the shortest column
FULL = f"{MARK} {MARK}"
EMAIL = "traudl@zwrknag.example"
Commits = Callable[..., AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def imported(anna: Actor, customer: Customer, folder: Path) -> Contact:
    """Somebody who came by a file, with something in every place a contact can leave words in."""
    content = f"Nachname;Vorname;E-Mail;Kundennummer\n{MARK};{MARK};{EMAIL};{customer.number}\n"
    run = transfer.open_run(anna, "contacts", io.BytesIO(content.encode()), name=f"{MARK}.csv")
    run = transfer.set_mapping(anna, run)
    transfer.start(anna, run)
    engine.work(run.pk, "test")
    found = Contact.objects.visible_to(anna).get(last_name=MARK)
    _fill(anna, found, customer)
    found.refresh_from_db()
    return found


def _fill(actor: Actor, contact: Contact, customer: Customer) -> None:
    for kind in (CONTACT, CUSTOMER):
        add_field(actor, kind, key=f"said_{kind[-7:]}", type="text", names={"en": "Said"})
    change_customer(actor, customer, custom={"said_ustomer": f"Empfohlen von {FULL}"})
    contacts.change_contact(
        actor,
        contact,
        position=f"Frau {MARK}",
        note=f"Über {MARK}",
        title="Dr.",
        external_source="alt",
        custom={"said_contact": f"Frau {MARK}"},
        external_id=f"{MARK}-1",
        phones=[{"kind": "mobile", "value": "+49 171 5550199"}],
        emails=[{"value": EMAIL}, {"value": f"zweite@{MARK.lower()}.example"}],
    )
    note = notes.add_note(actor, contact, text=f"{MARK} ruft zurück")
    notes.change_note(actor, note, text=f"{MARK} ruft nie zurück")
    notes.delete_note(actor, notes.add_note(actor, contact, text=f"Gelöscht {MARK}"))
    notes.add_note(actor, customer, text=f"Fragt nach {MARK} {MARK} ({EMAIL}).")
    upload = Upload(f"{MARK}.txt", io.BytesIO(f"Zeugnis von {MARK}".encode()))
    attaching.attach(actor, (CONTACT, contact.pk), [upload])
    outbox.Backend().send_messages(
        [mail.EmailMessage(f"An {MARK}", f"Liebe {MARK}", "a@b.example", [EMAIL])]
    )
    _changed_in_bulk(contact)
    view = save_view(actor, table="contacts", name=f"Wegen {FULL}", query=f"q={FULL}&sort=name")
    change_view(actor, view, query=f"q={EMAIL}")
    searches.begin(actor, "contacts", f"q={FULL}")
    KeptAnswer.objects.create(
        owner="x", key="k", request="r", claimed_at=timezone.now(), status=201, body=f'"{EMAIL}"'
    )


def _changed_in_bulk(contact: Contact) -> None:
    run = BulkRun.objects.create(
        kind="contacts", owner_label="Anna", origin="web", batch="e" * 32, wish={"note": FULL}
    )
    run.shown.create(key=contact.pk, outcome="changed", name=FULL)


def _everything() -> Iterator[tuple[str, str]]:
    """Every cell of every table, and every file."""
    for model in apps.get_models(include_auto_created=True):
        rows: Any = model._base_manager.values()
        for row in rows:
            for column, value in row.items():
                yield f"{model._meta.label_lower}.{column}", str(value)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = [name for (name,) in cursor.fetchall()]
            for table in tables:
                cursor.execute(f'SELECT * FROM "{table}"')  # CONFIG: names of ours
                for row in cursor.fetchall():
                    yield table, str(row)


def _places(word: str, *folders: Path) -> set[str]:
    found = {place for place, text in _everything() if word.lower() in text.lower()}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and word.lower().encode() in path.read_bytes().lower():
                found.add(str(path))
    return found


def test_no_word_of_an_erased_person_is_left_anywhere(
    anna: Actor,
    imported: Contact,
    folder: Path,
    django_capture_on_commit_callbacks: Commits,
) -> None:
    files = Path(default_storage.path(""))
    marked = personal_places(imported)
    before = _places(MARK, folder, files)
    assert marked <= before
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase_contact(anna, imported)
    for word in (MARK, EMAIL, "5550199"):
        assert _places(word, folder, files) == set()


def personal_places(contact: Contact) -> set[str]:
    """The columns about contacts, each with the mark written into it first."""
    wanted = {name for name, column in personal.known().items() if column.about == About.CONTACT}
    wanted.discard("transfer.run.file")  # holds the name of a file, which is ours
    for name in wanted - _places(MARK):
        _mark(name, contact)
    return wanted


def _mark(name: str, contact: Contact) -> None:
    """Where the actions left no mark by themselves, it is written by hand."""
    label, _dot, column = name.rpartition(".")
    model = apps.get_model(label)
    rows: Any = models.QuerySet(model)
    if label == CONTACT:
        rows = rows.filter(pk=contact.pk)
    if label == "search.document":
        rows = rows.filter(pk__in=keys(CONTACT, [contact.pk]))
    value: Any = MARK
    if name == "transfer.run.layout":
        titles = [FULL, "E-Mail"]
        value = {"encoding": "utf-8", "delimiter": ";", "header_row": 1, "titles": titles}
    elif isinstance(model._meta.get_field(column), models.JSONField):
        value = [[FULL, ""]]
    with guard.opened():
        rows.update(**{column: value})


def test_the_contact_stays_as_a_pseudonym_that_gets_no_mail(anna: Actor, imported: Contact) -> None:
    customer_id, entries = imported.customer_id, Entry.objects.count()
    erasing.erase_contact(anna, imported)
    found = Contact.objects.visible_to(anna).get(pk=imported.pk)
    assert (found.name, found.customer_id) == (f"Anonym {found.pk}", customer_id)
    assert not (found.active or found.receives_notifications or found.portal_access)
    assert Entry.objects.count() == entries + 1
    assert Removal.objects.get(why="erased").key == found.pk
    assert security.first_broken() is None


def test_an_erasure_is_not_undone_by_what_came_before_it(anna: Actor, customer: Customer) -> None:
    person = Contact.objects.visible_to(anna).get(first_name="Sabine")
    acted = anna.via("web", "d" * 32)
    contacts.change_contact(acted, person, first_name="Sabrina", position="Einkauf")
    erasing.erase_contact(anna, person)
    undo_batch(anna, "d" * 32)
    person.refresh_from_db()
    assert person.name == f"Anonym {person.pk}" and person.position == ""
    assert not Entry.objects.filter(kind="customers.contact.erased").exclude(changes=[]).exists()


def test_somebody_of_the_bin_is_erased_as_well(anna: Actor, customer: Customer) -> None:
    person = Contact.objects.visible_to(anna).get(first_name="Sabine")
    deleting.delete_contacts(anna, [person])
    erasing.erase_contact(anna, person)
    [restored] = deleting.restore_contacts(anna, [person])
    assert restored.name == f"Anonym {person.pk}"


def test_others_keep_what_is_theirs(anna: Actor, customer: Customer, imported: Contact) -> None:
    other = Contact.objects.visible_to(anna).get(first_name="Sabine")
    notes.add_note(anna, other, text="Bleibt stehen.")
    shown = erasing.preview(anna, imported)
    assert (shown.points, shown.notes, shown.naming, shown.imports) == (3, 2, 1, 1)
    erasing.erase_contact(anna, imported)
    assert Contact.objects.visible_to(anna).get(pk=other.pk).name == "Sabine Huber"
    [about, kept] = Note.objects.visible_to(anna).order_by("pk")
    assert about.text == f"Fragt nach Anonym {imported.pk} (Anonym {imported.pk})."
    assert kept.text == "Bleibt stehen."
    assert Run.objects.get().created == 1


def test_former_names_go_from_texts_of_others(anna: Actor, customer: Customer) -> None:
    person = Contact.objects.visible_to(anna).get(first_name="Sabine")
    notes.add_note(anna, customer, text="Sabine Huber war da.")
    contacts.change_contact(anna, person, last_name="Moser")
    erasing.erase_contact(anna, person)
    assert Note.objects.visible_to(anna).get().text == f"Anonym {person.pk} war da."


def test_a_running_import_is_waited_for(anna: Actor, imported: Contact) -> None:
    Run.objects.update(state=State.RUNNING)
    with pytest.raises(ValidationError, match="is running"):
        erasing.erase_contact(anna, imported)
    assert RunRow.objects.exists() and OutboxMail.objects.exists()
    assert Document.objects.filter(text__contains=MARK.lower()).exists()


def test_erasing_is_a_right_of_its_own(beat: Actor, imported: Contact) -> None:
    with pytest.raises(PermissionDenied):
        erasing.erase_contact(beat, imported)


def test_the_page_asks_for_the_name(imported: Contact, client: Client) -> None:
    address = f"/contacts/{imported.pk}/erase"
    asked = text_of(client.get(address))
    assert f"„{imported.name}“" in asked
    assert client.post(address, {"typed": "ja"}).status_code == 422
    done = client.post(address, {"typed": imported.name}, follow=True)
    assert f"Anonym {imported.pk}" in text_of(done)


def test_a_run_without_its_file_still_has_its_page(
    anna: Actor, imported: Contact, client: Client
) -> None:
    erasing.erase_contact(anna, imported)
    run = Run.objects.get()
    for address in (f"/import/runs/{run.pk}", "/import/runs"):
        assert client.get(address).status_code == 200
