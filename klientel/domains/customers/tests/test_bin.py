"""The bin: what lies there, bringing it back, deleting it for good."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import translation

from klientel.domains.customers import binned
from klientel.domains.customers.actions import contacts, customers, deleting, notes, purging
from klientel.domains.customers.actions.restoring import restore
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, ContactPoint, Customer, Note
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.files.actions import attaching
from klientel.services.files.actions.attaching import Upload
from klientel.services.files.models import StoredFile
from klientel.services.journal.models import Entry, SecurityEvent
from klientel.services.privacy.models import Removal
from tests.api import Caller, caller, content

from .pages import huber, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def attached(actor: Actor, customer: Customer, content: bytes = b"Vertrag") -> StoredFile:
    upload = Upload("Vertrag.txt", io.BytesIO(content))
    return attaching.attach(actor, (CUSTOMER, customer.pk), [upload])[0]


def test_what_went_with_a_customer_is_told_and_not_listed_again(
    anna: Actor, customer: Customer, folder: Path
) -> None:
    [person, _office] = customer.contacts.visible_to(anna)
    notes.add_note(anna, customer, text="Ruft montags zurück.")
    notes.add_note(anna, person, text="Nur vormittags.")
    attached(anna, customer)
    customers.create_customer(anna, name="Huber Nord", parent=customer.number)
    deleting.delete_customers(anna.via("web", "b" * 32), [customer])
    assert list(binned.customers(anna)) == [customer]
    assert not binned.contacts(anna) and not binned.notes(anna) and not binned.files(anna)
    [along] = binned.went_along([customer]).values()
    assert along == "2 contacts, 2 notes, 1 file, 1 relation to a subsidiary"
    assert binned.acts(list(binned.customers(anna)))["b" * 32].who == "Anna Keller"


def test_a_contact_deleted_before_its_customer_waits_for_it(
    anna: Actor, customer: Customer
) -> None:
    [person, _office] = customer.contacts.visible_to(anna)
    deleting.delete_contacts(anna.via("web", "a" * 32), [person])
    deleting.delete_customers(anna.via("web", "b" * 32), [customer])
    assert list(binned.contacts(anna)) == [person]
    outcome = restore(anna, {"contacts": [person]})
    assert outcome.back == 0
    assert outcome.stayed[0][1] == "Restore Bäckerei Huber AG first, the contact belongs there."
    outcome = restore(anna, {"customers": [customer], "contacts": [person]})
    assert outcome.back == 2 and customer.contacts.visible_to(anna).count() == 2


def test_one_that_cannot_come_back_keeps_no_other(anna: Actor, customer: Customer) -> None:
    other = customers.create_customer(anna, name="Meyer SA", number="M-1")
    deleting.delete_customers(anna, [customer, other])
    customers.create_customer(anna, name="Neu", number="M-1")
    outcome = restore(anna, {"customers": [customer, other]})
    assert outcome.back == 1 and outcome.stayed == [(other, "The number M-1 is taken.")]
    assert Customer.objects.visible_to(anna).filter(pk=customer.pk).exists()
    assert list(binned.customers(anna)) == [other]


def test_what_comes_back_differently_is_told(anna: Actor, customer: Customer) -> None:
    customers.change_customer(anna, customer, domains=["huber.example"])
    [person, office] = customer.contacts.visible_to(anna).order_by("-primary")
    deleting.delete_contacts(anna, [person], successors={(customer.pk, "primary"): office.pk})
    outcome = restore(anna, {"contacts": [person]})
    assert outcome.remarks == ["Another contact is the primary one now."]
    deleting.delete_customers(anna, [customer])
    customers.create_customer(anna, name="Meyer SA", domains=["huber.example"])
    outcome = restore(anna, {"customers": [customer]})
    assert outcome.remarks == ["huber.example belongs to another customer."]


def test_an_act_comes_back_whole(anna: Actor, customer: Customer) -> None:
    other = customers.create_customer(anna, name="Meyer SA")
    deleting.delete_customers(anna.via("web", "c" * 32), [customer, other])
    outcome = restore(anna, binned.of_act(anna, "c" * 32))
    assert outcome.back == 2 and not binned.customers(anna)


def test_notes_and_files_come_back_on_their_own(
    anna: Actor, customer: Customer, folder: Path
) -> None:
    note = notes.add_note(anna, customer, text="Ruft montags zurück.")
    file = attached(anna, customer)
    notes.delete_note(anna, note)
    attaching.delete_files(anna, [file])
    assert list(binned.notes(anna)) == [note] and list(binned.files(anna)) == [file]
    assert restore(anna, {"notes": [note], "files": [file]}).back == 2
    assert Note.objects.visible_to(anna).get() == note
    assert StoredFile.objects.visible_to(anna).get() == file


def test_everybody_finds_what_they_may_delete(
    anna: Actor, beat: Actor, chiara: Actor, dario: Actor, customer: Customer
) -> None:
    note = notes.add_note(anna, Contact.objects.visible_to(anna)[0], text="Nur vormittags.")
    notes.delete_note(anna, note)
    assert binned.open_kinds(beat) == ["contacts", "notes", "files"]
    assert binned.open_kinds(chiara) == ["notes"] and list(binned.notes(chiara)) == [note]
    assert binned.open_kinds(dario) == [] and not binned.notes(dario)


def test_purging_leaves_no_row_and_no_word(anna: Actor, customer: Customer, folder: Path) -> None:
    person = Contact.objects.visible_to(anna).get(first_name="Sabine")
    contacts.change_contact(anna, person, emails=[{"value": "sabine@huber.example"}])
    notes.add_note(anna, person, text="Sabine mag Streusel.")
    child = customers.create_customer(anna, name="Nord", parent=customer.number)
    attached(anna, customer, b"Sabine Huber kauft.")
    attaching.delete_files(anna, list(StoredFile.objects.visible_to(anna)))
    deleting.delete_customers(anna, [customer])
    shown = purging.preview(anna, {"customers": [customer.pk]})
    assert shown.counts == {"customers": 1, "contacts": 2, "notes": 1, "files": 1}
    assert shown.subsidiaries == 1 and shown.entries > 3
    entries = Entry.objects.count()

    gone = purging.purge(anna, {"customers": [customer.pk]})

    assert gone == shown.counts
    for model in (Contact, ContactPoint, Note, StoredFile):
        assert not model._base_manager.exists()
    assert Customer._base_manager.get().parent_id is None and child.name == "Nord"
    assert Entry.objects.count() == entries + 1
    told = "".join(f"{entry.data}{entry.changes}" for entry in Entry.objects.all())
    assert "Sabine" not in told and "Bäckerei" not in told and "Anonym" in told
    assert Removal.objects.filter(model=CONTACT).count() == 2
    assert SecurityEvent.objects.get(kind="privacy.purged").data["contacts"] == 2


def test_contents_go_with_the_last_row_that_names_them(
    anna: Actor,
    customer: Customer,
    folder: Path,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    one, two = attached(anna, customer), attached(anna, customer)
    attaching.delete_files(anna, [one, two])
    for file, left in ((one, 1), (two, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            purging.purge(anna, {"files": [file.pk]})
        assert sum(path.is_file() for path in folder.rglob("*")) == left


def test_what_is_not_in_the_bin_is_not_purged(anna: Actor, customer: Customer) -> None:
    assert not any(purging.purge(anna, {"customers": [customer.pk]}).values())
    assert Customer.objects.visible_to(anna).filter(pk=customer.pk).exists()


def test_only_admins_purge(beat: Actor) -> None:
    with pytest.raises(PermissionDenied):
        purging.purge(beat, {"contacts": [1]})


# The pages ---------------------------------------------------------------------------------------


def test_the_page_lists_searches_and_restores(
    anna: Actor, customer: Customer, client: Client
) -> None:
    customers.create_customer(anna, name="Meyer SA")
    deleting.delete_customers(anna, list(Customer.objects.visible_to(anna)))
    page = text_of(client.get("/bin/customers"))
    assert "Bäckerei Huber AG" in page and "Meyer SA" in page and "2 Kontakte" in page
    page = text_of(client.get("/bin/customers?q=baeckerei"))
    assert "Bäckerei Huber AG" in page and "Meyer SA" not in page
    answer = client.post("/bin/customers/restore", {"ids": [customer.pk]}, follow=True)
    assert "1 Datensatz wiederhergestellt" in text_of(answer)
    assert list(binned.customers(anna).values_list("name", flat=True)) == ["Meyer SA"]


def test_purging_asks_for_the_name(anna: Actor, customer: Customer, client: Client) -> None:
    deleting.delete_customers(anna, [customer])
    asked = client.get(f"/bin/customers/purge?ids={customer.pk}")
    assert "„Bäckerei Huber AG“ endgültig löschen?" in text_of(asked)
    wrong = client.post("/bin/customers/purge", {"chosen": customer.pk, "typed": "ja"})
    assert wrong.status_code == 422 and Customer._base_manager.exists()
    given = {"chosen": customer.pk, "typed": "Bäckerei Huber AG"}
    done = client.post("/bin/customers/purge", given, follow=True)
    assert "Endgültig gelöscht: 1 Kunde, 2 Kontakte" in text_of(done)
    assert not Customer._base_manager.exists()


def test_an_empty_bin_says_what_it_is_for(client: Client) -> None:
    assert "Nichts liegt im Papierkorb" in text_of(client.get("/bin/files"))
    assert client.get("/bin/nothing").status_code == 404


def test_programs_restore_and_purge(
    anna: Actor, customer: Customer, people: Callable[[str], User]
) -> None:
    deleting.delete_customers(anna, [customer])
    api: Caller = caller(people("admin"))
    [item] = content(api.get("bin/customers?q=huber"))["items"]
    assert (item["id"], item["went_along"]) == (customer.pk, "2 contacts")
    restored = content(api.post("bin/customers/restore", {"ids": [customer.pk]}))
    assert restored["restored"] == 1
    deleting.delete_customers(anna, [Customer.objects.visible_to(anna).get()])
    refused = api.post("bin/customers/purge", {"ids": [customer.pk]})
    assert refused.status_code == 422
    data = {"ids": [customer.pk], "confirm": "delete for good"}
    assert content(api.post("bin/customers/purge", data))["contacts"] == 2


def test_whoever_sees_their_own_finds_their_own_in_the_bin(
    anna: Actor, as_role: Callable[[str], Actor], customer: Customer
) -> None:
    other = huber(anna, name="Meyer SA", emails=[])
    deleting.delete_customers(anna, [customer, other])
    mine = as_role("fleet_admin")
    narrow = Actor("staff", mine.user_id, permissions=mine.permissions, scope="mine")
    assert not binned.customers(narrow) and not binned.contacts(narrow)
