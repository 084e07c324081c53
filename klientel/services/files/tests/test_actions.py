"""Files and pictures of records: kept, shown to whom, replaced, deleted, taken back, swept."""

from __future__ import annotations

import hashlib
import io
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError

from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.foundation.access import NOBODY, Actor
from klientel.services.files import queries, store
from klientel.services.files.actions import attaching, sweeping
from klientel.services.files.models import StoredFile
from klientel.services.journal import queries as journal
from klientel.services.journal import undo
from klientel.services.journal.facts import Subject

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def huber(anna: Actor) -> Customer:
    return customers.create_customer(anna, name="Huber AG")


def subject(customer: Customer) -> Subject:
    return CUSTOMER, customer.pk


def contents(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.rglob("*") if found.is_file())


def names(actor: Actor, customer: Customer) -> list[str]:
    return sorted(queries.files_of(actor, subject(customer)).values_list("name", flat=True))


def test_a_content_is_kept_once_under_its_digest(
    anna: Actor, huber: Customer, folder: Path
) -> None:
    uploads = [making.upload(name, making.PDF) for name in ("a.pdf", "b.pdf")]
    rows = attaching.attach(anna, subject(huber), uploads)
    digest = hashlib.sha256(making.PDF).hexdigest()
    assert {(row.digest, row.size, row.kind) for row in rows} == {(digest, len(making.PDF), "pdf")}
    assert contents(folder) == [digest]
    kept = folder / digest[:2] / digest
    assert kept.read_bytes() == making.PDF
    assert kept.stat().st_mode & 0o777 == 0o600
    assert names(anna, huber) == ["a.pdf", "b.pdf"]


def test_one_refused_file_keeps_all_of_them_out(anna: Actor, huber: Customer, folder: Path) -> None:
    good, bad = making.upload("a.pdf", making.PDF), making.upload("logo.png", making.SVG)
    with pytest.raises(ValidationError) as refused:
        attaching.attach(anna, subject(huber), [good, bad, making.upload("nothing.txt", b"")])
    assert len(refused.value.messages) == 2
    assert contents(folder) == []
    assert names(anna, huber) == []


def test_the_limit_of_the_operator_holds(anna: Actor, huber: Customer) -> None:
    large = making.upload("large.txt", b"a" * (30 << 20))
    with pytest.raises(ValidationError, match="25"):
        attaching.attach(anna, subject(huber), [large])
    with pytest.raises(ValidationError):
        attaching.attach(anna, subject(huber), [making.upload("a", b"a")] * 21)
    with pytest.raises(ValidationError):
        attaching.attach(anna, subject(huber), [])


def test_a_write_that_fails_leaves_nothing_half(
    huber: Customer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.keep(io.BytesIO(b"content"))
    assert contents(folder) == []


def test_files_are_seen_with_their_record_and_the_right_to_files(
    anna: Actor, dario: Actor, huber: Customer
) -> None:
    attaching.attach(anna, subject(huber), [making.upload("a.pdf", making.PDF)])
    attaching.set_picture(anna, subject(huber), io.BytesIO(making.picture()))
    assert StoredFile.objects.visible_to(dario).count() == 2
    assert not StoredFile.objects.visible_to(NOBODY).exists()
    only_customers = Actor("staff", user_id=1, permissions=frozenset({"customers.view"}))
    [seen] = StoredFile.objects.visible_to(only_customers)
    assert seen.purpose == "picture"
    only_contacts = Actor(
        "staff", user_id=1, permissions=frozenset({"contacts.view", "files.view"})
    )
    assert not StoredFile.objects.visible_to(only_contacts).exists()
    deleting.delete_customers(anna, [huber])
    assert not StoredFile.objects.visible_to(anna).exists()
    deleting.restore_customers(anna, [Customer.objects.get(pk=huber.pk)])
    assert StoredFile.objects.visible_to(anna).count() == 2


def test_rights_are_asked_for(anna: Actor, chiara: Actor, dario: Actor, huber: Customer) -> None:
    upload = making.upload("a.pdf", making.PDF)
    with pytest.raises(PermissionDenied):
        attaching.attach(dario, subject(huber), [upload])
    [row] = attaching.attach(chiara, subject(huber), [upload])
    with pytest.raises(PermissionDenied):
        attaching.delete_files(chiara, [row])
    for act in (
        lambda: attaching.set_picture(chiara, subject(huber), io.BytesIO(making.picture())),
        lambda: attaching.remove_picture(chiara, subject(huber)),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(ObjectDoesNotExist):
        attaching.attach(anna, (CUSTOMER, 999_999), [upload])


def test_adding_and_deleting_stand_in_the_history_and_are_taken_back(
    anna: Actor, huber: Customer
) -> None:
    added = anna.via("web", "1" * 32)
    rows = attaching.attach(added, subject(huber), [making.upload("a.pdf", making.PDF)])
    attaching.delete_files(anna.via("web", "2" * 32), rows)
    assert names(anna, huber) == []
    assert attaching.delete_files(anna, rows) == []
    texts = [item.text for item in journal.timeline(anna, subject(huber))]
    assert sum("a.pdf" in text for text in texts) == 2
    undo.undo_batch(anna, "2" * 32)
    assert names(anna, huber) == ["a.pdf"]
    undo.undo_batch(anna, "1" * 32)
    assert names(anna, huber) == []


def test_undoing_asks_whether_the_record_is_still_seen(
    anna: Actor, beat: Actor, huber: Customer
) -> None:
    customers.change_customer(anna, huber, team=["beat@klientel.example"])
    own = replace(beat, scope="mine")
    attaching.attach(own.via("web", "1" * 32), subject(huber), [making.upload("a.pdf", making.PDF)])
    customers.change_customer(anna, huber, team=[])
    with pytest.raises(PermissionDenied):
        undo.undo_batch(replace(own, memo={}), "1" * 32)
    customers.change_customer(anna, huber, team=["beat@klientel.example"])
    undo.undo_batch(replace(own, memo={}), "1" * 32)
    assert names(anna, huber) == []


def test_undoing_asks_for_the_right_to_what_it_does(
    anna: Actor, chiara: Actor, huber: Customer
) -> None:
    added = chiara.via("web", "1" * 32)
    attaching.attach(added, subject(huber), [making.upload("a.pdf", making.PDF)])
    with pytest.raises(PermissionDenied):
        undo.undo_batch(chiara, "1" * 32)
    assert names(anna, huber) == ["a.pdf"]


def test_a_picture_is_replaced_removed_and_brought_back(anna: Actor, huber: Customer) -> None:
    first = attaching.set_picture(anna, subject(huber), io.BytesIO(making.picture()))
    again = anna.via("web", "2" * 32)
    second = attaching.set_picture(again, subject(huber), io.BytesIO(making.picture(50, 60)))
    assert queries.picture_of(anna, subject(huber)) == second
    undo.undo_batch(anna, "2" * 32)
    assert queries.picture_of(anna, subject(huber)) == first
    assert attaching.remove_picture(anna.via("web", "3" * 32), subject(huber))
    assert queries.picture_of(anna, subject(huber)) is None
    assert not attaching.remove_picture(anna, subject(huber))
    undo.undo_batch(anna, "3" * 32)
    assert queries.picture_of(anna, subject(huber)) == first


def test_an_older_picture_does_not_come_back_before_a_newer_one(
    anna: Actor, huber: Customer
) -> None:
    attaching.set_picture(anna, subject(huber), io.BytesIO(making.picture()))
    attaching.remove_picture(anna.via("web", "3" * 32), subject(huber))
    newer = attaching.set_picture(anna, subject(huber), io.BytesIO(making.picture(60, 60)))
    outcome = undo.undo_batch(anna, "3" * 32)
    assert [refusal.key for refusal in outcome.refused]
    assert queries.picture_of(anna, subject(huber)) == newer


def test_a_record_has_one_picture_whatever_is_tried(anna: Actor, huber: Customer) -> None:
    attaching.set_picture(anna, subject(huber), io.BytesIO(making.picture()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attaching, "_delete_picture", lambda *_: [])
        with pytest.raises(IntegrityError):
            attaching.set_picture(anna, subject(huber), io.BytesIO(making.picture(60, 60)))


def test_the_sweep_removes_what_no_row_names_after_a_day(
    anna: Actor, huber: Customer, folder: Path
) -> None:
    rows = attaching.attach(anna, subject(huber), [making.upload("a.pdf", making.PDF)])
    attaching.delete_files(anna, rows)
    old, fresh = store.keep(io.BytesIO(b"old")), store.keep(io.BytesIO(b"fresh"))
    yesterday = time.time() - 2 * store.KEEP
    for digest in (old, rows[0].digest):
        os.utime(store.path(digest), (yesterday, yesterday))
    assert sweeping.sweep() == 1
    assert contents(folder) == sorted([rows[0].digest, fresh])
    os.utime(store.path(fresh), (yesterday, yesterday))
    store.keep(io.BytesIO(b"fresh"))
    assert sweeping.sweep() == 0
