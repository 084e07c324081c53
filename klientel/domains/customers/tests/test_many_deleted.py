"""Deleting and moving more rows than one waits for: previewed, in the background, one undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from klientel.domains.customers.actions import contacts, customers, deleting
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.ui import choosing
from klientel.services.bulk import actions as runs
from klientel.services.bulk import tasks
from klientel.services.bulk.models import BulkRun
from klientel.services.bulk.wishes import Wish
from klientel.services.journal.undo import undo_batch

from .pages import text_of

pytestmark = pytest.mark.django_db
DELETE = Wish(act="delete")


@pytest.fixture
def three(anna: Actor) -> list[Customer]:
    return [
        customers.create_customer(
            anna, name=name, contacts=[{"last_name": f"{name} {n}"} for n in range(2)]
        )
        for name in ("Lahn", "Main", "Ruhr")
    ]


def left() -> tuple[int, int]:
    customers_left = Customer.objects.filter(deleted_at=None).count()
    return customers_left, Contact.objects.filter(deleted_at=None).count()


def test_a_selection_goes_by_way_of_a_preview_and_comes_back_with_one_undo(
    client: Client, anna: Actor, three: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    answer = client.post("/customers/chosen/delete", {"ids": [row.pk for row in three]})
    run = BulkRun.objects.get()
    assert answer["Location"] == f"/bulk/{run.pk}"
    tasks.work.call_local(run.pk)
    assert left() == (3, 6)
    page = text_of(client.get(f"/bulk/{run.pk}"))
    assert "3 Zeilen werden gelöscht" in page
    assert "mit allen Kontakten, Notizen und Dateien" in page
    shown = client.get(f"/bulk/{run.pk}").context
    assert shown["tabs"][0].label == "werden gelöscht"
    assert shown["steps"] == [(1, "Vorschau", "current"), (2, "Ergebnis", "todo")]
    assert client.get(f"/bulk/{run.pk}/fields")["Location"] == f"/bulk/{run.pk}"
    client.post(f"/bulk/{run.pk}/start")
    tasks.work.call_local(run.pk)
    assert left() == (0, 0)
    run.refresh_from_db()
    assert (run.state, run.changed, run.refused) == ("done", 3, 0)
    assert "Kunden löschen" in text_of(client.get("/bulk"))
    ended = client.get(f"/bulk/{run.pk}")
    assert ended.context["rows"][0].label == "Gelöscht"
    assert "3 Zeilen gelöscht" in text_of(ended)
    undo_batch(anna, run.batch)
    assert left() == (3, 6)


def test_contacts_that_go_are_told_apart_by_their_customer(
    client: Client, anna: Actor, three: list[Customer]
) -> None:
    people = Contact.objects.filter(customer=three[0]).values_list("pk", flat=True)
    run = runs.open_run(anna, "contacts", list(people))
    runs.check(anna, run, DELETE)
    rows = client.get(f"/bulk/{run.pk}").context["rows"]
    assert [(row.name, row.differences) for row in rows] == [
        ("Lahn 0", [("Kunde", "Lahn", "")]),
        ("Lahn 1", [("Kunde", "Lahn", "")]),
    ]


def test_the_list_of_runs_says_on_a_phone_too_what_was_undone(
    client: Client, anna: Actor, three: list[Customer]
) -> None:
    run = runs.open_run(anna, "customers", [row.pk for row in three])
    runs.start(anna, run, Wish(set={"segment": "rental"}))
    client.post(f"/bulk/{run.pk}/undo")
    page = text_of(client.get("/bulk"))
    assert "Kunden · Rückgängig gemacht" in page


def test_few_are_asked_about_in_a_dialog_as_before(client: Client, three: list[Customer]) -> None:
    page = client.post("/customers/chosen/delete", {"ids": [row.pk for row in three]})
    assert "3 Kunden löschen?" in text_of(page)
    assert not BulkRun.objects.exists()


def test_what_went_meanwhile_is_named_and_the_others_go(anna: Actor, three: list[Customer]) -> None:
    run = runs.open_run(anna, "customers", [row.pk for row in three])
    runs.check(anna, run, DELETE)
    deleting.delete_customers(anna, three[:1])
    run.refresh_from_db()
    runs.start(anna, run)
    run.refresh_from_db()
    assert (run.changed, run.refused) == (2, 1)
    assert left() == (0, 0)


def test_contacts_say_how_many_primaries_go(
    client: Client, anna: Actor, three: list[Customer]
) -> None:
    keys = list(Contact.objects.values_list("pk", flat=True))
    run = runs.open_run(anna, "contacts", keys)
    runs.check(anna, run, DELETE)
    assert "3 von ihnen sind primäre Kontakte" in text_of(client.get(f"/bulk/{run.pk}"))
    run.refresh_from_db()
    runs.start(anna, run)
    assert left() == (3, 0)


def test_setting_contacts_inactive_says_how_many_customers_lose_their_primary_contact(
    client: Client, anna: Actor, three: list[Customer]
) -> None:
    contacts.add_contact(anna, last_name="Alone")
    keys = list(Contact.objects.values_list("pk", flat=True))
    run = runs.open_run(anna, "contacts", keys)
    runs.check(anna, run, Wish(set={"active": False}))
    assert "3 von ihnen sind primäre Kontakte" in text_of(client.get(f"/bulk/{run.pk}"))
    assert Contact.objects.filter(primary=True).count() == 3
    run.refresh_from_db()
    runs.start(anna, run)
    assert not Contact.objects.filter(primary=True).exists()
    assert "3 von ihnen sind primäre Kontakte" in text_of(client.get(f"/bulk/{run.pk}"))


def test_it_takes_the_right_to_delete(
    anna: Actor, three: list[Customer], as_role: Callable[[str], Actor]
) -> None:
    run = runs.open_run(as_role("user"), "customers", [three[0].pk])
    with pytest.raises(PermissionDenied):
        runs.check(as_role("user"), run, DELETE)
    assert left() == (3, 6)


def test_many_contacts_are_moved_by_way_of_a_preview(
    client: Client, anna: Actor, three: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    keys = list(Contact.objects.order_by("pk").values_list("pk", flat=True))
    chosen = ",".join(map(str, keys))
    answer = client.post("/contacts/chosen/move", {"chosen": chosen, "to": three[2].pk})
    run = BulkRun.objects.get()
    assert answer["Location"] == f"/bulk/{run.pk}"
    tasks.work.call_local(run.pk)
    page = text_of(client.get(f"/bulk/{run.pk}"))
    assert "4 Zeilen werden verschoben" in page
    assert "→ Ruhr" in page
    assert "2 von ihnen sind primäre Kontakte" in page
    assert Contact.objects.filter(customer=three[2]).count() == 2
    client.post(f"/bulk/{run.pk}/start")
    tasks.work.call_local(run.pk)
    run.refresh_from_db()
    assert (run.changed, run.same, run.refused) == (4, 2, 0)
    assert Contact.objects.filter(customer=three[2]).count() == 6
    undo_batch(anna, run.batch)
    assert Contact.objects.filter(customer=three[2]).count() == 2


def test_nobody_is_moved_to_what_was_deleted_meanwhile(anna: Actor, three: list[Customer]) -> None:
    keys = list(Contact.objects.filter(customer=three[0]).values_list("pk", flat=True))
    run = runs.open_run(anna, "contacts", keys)
    wish = Wish(act="move", given={"to": three[2].pk, "name": "Ruhr"})
    runs.check(anna, run, wish)
    deleting.delete_customers(anna, three[2:])
    run.refresh_from_db()
    runs.start(anna, run)
    run.refresh_from_db()
    assert (run.changed, run.refused) == (0, 2)
    assert all("Ruhr" in str(row.problems) for row in run.shown.all())


def test_more_contacts_than_a_form_can_name_are_moved_in_the_background(
    client: Client, anna: Actor, three: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    monkeypatch.setattr(choosing, "COUNT_CAP", 3)
    asked = client.post("/contacts/chosen/move", {"all": "1", "query": ""})
    run = BulkRun.objects.get()
    assert f'name="run" value="{run.pk}"' in asked.content.decode()
    assert "6 Kontakte" in text_of(client.post("/contacts/chosen/move", {"run": run.pk, "to": ""}))
    dropped = text_of(
        client.post("/contacts/chosen/move", {"all": "1", "query": "", "to": three[0].pk})
    )
    assert "6 Kontakte nach Lahn verschieben?" in dropped
    answer = client.post("/contacts/chosen/move", {"run": run.pk, "to": three[0].pk})
    assert answer["Location"] == f"/bulk/{run.pk}"
    tasks.work.call_local(run.pk)
    assert Contact.objects.filter(customer=three[0]).count() == 2
    client.post(f"/bulk/{run.pk}/start")
    tasks.work.call_local(run.pk)
    assert Contact.objects.filter(customer=three[0]).count() == 6
    again = client.post("/contacts/chosen/move", {"run": run.pk, "to": three[1].pk})
    assert "wurde schon gestartet" in text_of(again)
    run.refresh_from_db()
    undo_batch(anna, run.batch)
    assert Contact.objects.filter(customer=three[0]).count() == 2


def test_a_run_of_others_cannot_be_sent_elsewhere(
    client: Client, three: list[Customer], as_role: Callable[[str], Actor]
) -> None:
    runs_of_customers = runs.open_run(as_role("admin"), "customers", [three[0].pk])
    for key in (runs_of_customers.pk, 987_654, "x"):
        answer = client.post("/contacts/chosen/move", {"run": key, "to": three[0].pk})
        assert answer.status_code == 404


def test_more_than_a_run_takes_is_said_with_the_number(
    client: Client, three: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "MOST", 5)
    answer = client.post("/contacts/chosen/move", {"all": "1", "query": ""})
    assert answer.status_code == 422
    assert "höchstens 5" in text_of(answer)
