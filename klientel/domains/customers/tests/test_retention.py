"""Retention periods: what is older goes, and nothing else; proposals are only proposed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client
from django.utils import timezone, translation

from klientel.domains.customers.actions import contacts, customers, deleting, erasing
from klientel.domains.customers.actions.uniting.merge import merge_customers
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.db import guard
from klientel.services.journal import security
from klientel.services.journal.models import Entry, SecurityEvent
from klientel.services.journal.undo import undo_batch
from klientel.services.notifications import outbox
from klientel.services.notifications.choices import State
from klientel.services.notifications.models import OutboxMail
from klientel.services.privacy import retention
from klientel.services.privacy.models import Removal, Sweep, Why
from klientel.services.transfer import actions as transfer
from klientel.services.transfer.models import Run

from .pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def old(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def aged(rows: models.QuerySet[models.Model], column: str, days: int) -> None:
    with guard.opened():
        rows.update(**{column: old(days)})


def swept() -> dict[str, int]:
    retention.begin()
    retention.work()
    return dict(Sweep.objects.values_list("kind", "removed"))


def test_the_bin_empties_itself_of_what_is_over(anna: Actor, customer: Customer) -> None:
    other = customers.create_customer(anna, name="Meyer SA")
    deleting.delete_customers(anna, [customer, other])
    aged(models.QuerySet(Customer).exclude(pk=other.pk), "deleted_at", 91)
    aged(models.QuerySet(Contact), "deleted_at", 91)
    assert swept()["bin"] == 3
    assert list(Customer._base_manager.all()) == [other]
    assert Removal.objects.filter(why=Why.PERIOD).count() == 3
    assert Sweep.objects.get().finished_at is not None


def test_merged_records_are_kept(anna: Actor, customer: Customer) -> None:
    other = customers.create_customer(anna, name="Meyer SA")
    merge_customers(anna, customer, [other])
    aged(models.QuerySet(Customer).filter(pk=other.pk), "deleted_at", 999)
    assert swept() == {} and Customer._base_manager.filter(pk=other.pk).exists()


def test_a_passage_goes_on_where_it_was_interrupted(
    anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = customers.create_customers(anna, [{"name": f"K{n}"} for n in range(5)])
    deleting.delete_customers(anna, list(Customer.objects.visible_to(anna)))
    assert not outcome.refused
    aged(models.QuerySet(Customer), "deleted_at", 100)
    monkeypatch.setattr(retention, "STEP", 2)
    [sweep] = retention.begin()
    assert retention._step(sweep.pk)
    sweep.refresh_from_db()
    assert (sweep.removed, sweep.finished_at) == (2, None)
    assert retention.begin() == []
    retention.work()
    sweep.refresh_from_db()
    assert sweep.removed == 5 and sweep.finished_at


def test_mails_that_never_went_go_as_well(anna: Actor) -> None:
    for _number in range(3):
        message = mail.EmailMessage("Hallo", "Text", "a@b.example", ["c@d.example"])
        outbox.Backend().send_messages([message])
    kept, failed, _fresh = OutboxMail.objects.order_by("pk")
    aged(models.QuerySet(OutboxMail).filter(pk__in=[kept.pk, failed.pk]), "created_at", 91)
    OutboxMail.objects.filter(pk=failed.pk).update(state=State.FAILED)
    assert swept()["mails"] == 2 and OutboxMail.objects.count() == 1


def test_imported_files_go_and_their_figures_stay(anna: Actor, folder: Path) -> None:
    for _number in range(2):
        transfer.open_run(anna, "customers", io.BytesIO(b"Name\nHuber AG\n"), name="a.csv")
    first, second = Run.objects.order_by("pk")
    aged(models.QuerySet(Run).filter(pk=first.pk), "created_at", 91)
    assert swept()["imports"] == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert not first.file and second.file and first.state == "cancelled"


def test_the_security_log_loses_its_oldest_and_holds(anna: Actor) -> None:
    for number in range(4):
        security.log("test", anna, number=number)
    # Each digest is of its time, so the times stay and the period is what moves.
    third = SecurityEvent.objects.order_by("pk")[2]
    assert security.drop_before(third.at, 100) == 2
    assert security.first_broken() is None
    security.log("test", anna)
    assert security.first_broken() is None
    SecurityEvent.objects.filter(pk=third.pk).update(kind="forged")
    assert security.first_broken() == third.pk


def test_old_values_go_from_the_history_and_the_entries_stay(
    anna: Actor, customer: Customer
) -> None:
    acted = anna.via("web", "f" * 32)
    customers.change_customer(acted, customer, note="Alt")
    aged(models.QuerySet(Entry), "at", 3651)
    customers.change_customer(anna, customer, note="Neu")
    entries = Entry.objects.count()
    assert swept()["journal"] >= 1 and Entry.objects.count() == entries
    told = "".join(f"{e.data}{e.changes}" for e in Entry.objects.filter(at__lt=old(100)))
    assert "Alt" not in told and "Bäckerei" in told
    assert "Neu" in str(Entry.objects.latest("pk").data)
    assert undo_batch(anna, "f" * 32).undone == 0
    retention.begin()
    assert Sweep.objects.filter(kind="journal").count() == 1


def test_unused_contacts_are_proposed_and_never_removed(
    anna: Actor, customer: Customer, client: Client
) -> None:
    person = Contact.objects.visible_to(anna).get(first_name="Sabine")
    contacts.change_contact(anna, person, active=False)
    aged(models.QuerySet(Contact), "updated_at", 1096)
    [due] = [each for each in retention.due() if each.kind.code == "contacts"]
    assert due.count == 1 and "contacts" not in swept()
    page = text_of(client.get("/settings/privacy/contacts"))
    assert "Sabine Huber" in page and "Büro" not in page
    erasing.erase_contact(anna, person)
    aged(models.QuerySet(Contact), "updated_at", 1096)
    assert "Unbenutzte Kontakte" in text_of(client.get("/settings/privacy/contacts"))
    assert next(d for d in retention.due() if d.kind.code == "contacts").count == 0


def test_periods_are_set_by_who_may_and_logged(anna: Actor, beat: Actor) -> None:
    with pytest.raises(PermissionDenied):
        retention.set_periods(beat, {"bin": 1})
    retention.set_periods(anna, {"bin": 30, "mails": None})
    assert retention.periods()["bin"] == 30 and retention.periods()["mails"] is None
    logged = SecurityEvent.objects.get(kind="privacy.periods_changed")
    assert logged.data == {"bin": 30, "mails": None}


def test_nothing_goes_where_no_period_is_set(anna: Actor, customer: Customer) -> None:
    retention.set_periods(anna, dict.fromkeys(retention.periods()))
    deleting.delete_customers(anna, [customer])
    aged(models.QuerySet(Customer), "deleted_at", 9999)
    assert swept() == {}


def test_the_page_shows_what_would_go_and_does_it(
    anna: Actor, customer: Customer, client: Client
) -> None:
    deleting.delete_customers(anna, [customer])
    for model in (Customer, Contact):
        aged(models.QuerySet(model), "deleted_at", 91)
    page = text_of(client.get("/settings/privacy"))
    assert "Heute gingen 3" in page and 'value="90"' in page
    wrong = client.post("/settings/privacy", {"bin": "0"})
    assert wrong.status_code == 422
    given = {"bin": "100", "mails": "90", "imports": "90", "security": "", "journal": "3650"}
    client.post("/settings/privacy", given)
    assert retention.periods()["bin"] == 100 and retention.periods()["security"] is None
    assert "Heute gingen 3" not in text_of(client.get("/settings/privacy"))
    client.post("/settings/privacy", {**given, "bin": "90"})
    asked = text_of(client.get("/settings/privacy/apply"))
    assert "Was über seiner Frist ist, entfernen?" in asked and "btn-error" in asked
    client.post("/settings/privacy/apply")
    assert "btn-error" not in text_of(client.get("/settings/privacy/apply"))
    assert not Customer._base_manager.exists()
    page = text_of(client.get("/settings/privacy"))
    assert "Aufbewahrungsfrist abgelaufen" in page


def test_the_register_names_every_column(client: Client) -> None:
    page = text_of(client.get("/settings/privacy/register"))
    assert "customers.contact.last_name" in page and "Durch ein Pseudonym ersetzt" in page
