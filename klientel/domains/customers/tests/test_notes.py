"""Notes on customers and contacts: written, found, taken along, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import exports, search
from klientel.domains.customers.actions import customers, deleting, moving, notes
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Customer, Note
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.models import Batch
from klientel.services.journal.undo import undo_batch
from klientel.services.search import index
from tests.api import caller, content

from .costs import costs_as_recorded, counted
from .listing import browser
from .pages import filled, text_of
from .reading import contact, found, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def nord(anna: Actor) -> Customer:
    return customers.create_customer(
        anna, name="Nordbau", contacts=[{"last_name": "Arp"}, {"last_name": "Boje"}]
    )


def texts(actor: Actor) -> set[str]:
    return set(Note.objects.visible_to(actor).values_list("text", flat=True))


def last_batch() -> str:
    return Batch.objects.latest("at").key


def test_a_note_is_told_found_and_taken_back(anna: Actor, nord: Customer) -> None:
    act = anna.via("web", batch="note")
    note = notes.add_note(act, nord, text="  Minibagger\r\nab Dezember ", pinned=True)
    assert (note.text, note.pinned) == ("Minibagger\nab Dezember", True)
    assert told(anna, nord)[0] == "Notiz hinzugefügt"
    assert found("Minibagger") == {"Nordbau"}
    undo_batch(anna, "note")
    assert texts(anna) == set()
    assert found("Minibagger") == set()


def test_a_note_on_a_contact_is_told_and_found_at_its_customer_too(
    anna: Actor, nord: Customer
) -> None:
    notes.add_note(anna, contact("Arp"), text="Spricht Norwegisch")
    assert told(anna, nord)[0] == told(anna, contact("Arp"))[0] == "Notiz zu Arp hinzugefügt"
    assert found("Norwegisch") == {"Nordbau"}
    assert not index.compare(CUSTOMER, search.customer_documents([nord.pk]))
    keys = [contact("Arp").pk, contact("Boje").pk]
    assert not index.compare(CONTACT, search.contact_documents(keys))


def test_nothing_and_too_much_are_refused(anna: Actor, nord: Customer) -> None:
    for text in (" \n ", "x" * 20_001):
        with pytest.raises(ValidationError):
            notes.add_note(anna, nord, text=text)
    note = notes.add_note(anna, nord, text="x" * 20_000)
    with pytest.raises(ValidationError):
        notes.change_note(anna, note, text="")
    assert texts(anna) == {"x" * 20_000}


def test_who_may_not_edit_the_record_may_not_note(
    anna: Actor, chiara: Actor, dario: Actor, nord: Customer
) -> None:
    note = notes.add_note(anna, nord, text="Von Anna")
    for actor in (chiara, dario):
        with pytest.raises(PermissionDenied):
            notes.add_note(actor, nord, text="Nein")
        with pytest.raises(PermissionDenied):
            notes.change_note(actor, note, text="Nein")
        with pytest.raises(PermissionDenied):
            notes.delete_note(actor, note)
    notes.add_note(chiara, contact("Arp"), text="Von Chiara")
    assert texts(dario) == {"Von Anna", "Von Chiara"}


def test_two_people_at_one_note_are_told(anna: Actor, beat: Actor, nord: Customer) -> None:
    note = notes.add_note(anna, nord, text="Alt")
    notes.change_note(beat, note, version=1, text="Von Beat")
    with pytest.raises(Conflict):
        notes.change_note(anna, note, version=1, text="Von Anna")
    assert notes.change_note(anna, note, version=1, pinned=True).text == "Von Beat"
    notes.delete_note(beat, note)
    notes.delete_note(beat, note)
    with pytest.raises(Conflict):
        notes.change_note(anna, note, text="Noch da?")
    first, *others = ("Notiz hinzugefügt", "Notiz bearbeitet", "Notiz bearbeitet", "Notiz gelöscht")
    assert told(anna, nord)[:4] == [*reversed(others), first]


def test_deleting_and_restoring_take_them_along(anna: Actor, nord: Customer) -> None:
    notes.add_note(anna, nord, text="Zum Kunden")
    notes.add_note(anna, contact("Arp"), text="Zu Arp")
    gone = notes.add_note(anna, nord, text="Längst gelöscht")
    notes.delete_note(anna, gone)
    kept = {"Zum Kunden", "Zu Arp"}
    deleting.delete_customers(anna, [nord])
    assert texts(anna) == set()
    deleting.restore_customers(anna, [nord])
    assert texts(anna) == kept
    deleting.delete_contacts(anna, [contact("Arp")])
    assert texts(anna) == {"Zum Kunden"}
    deleting.restore_contacts(anna, [contact("Arp")])
    assert texts(anna) == kept
    deleting.delete_customers(anna.via("web", batch="away"), [nord])
    undo_batch(anna, "away")
    assert texts(anna) == kept
    with pytest.raises(Conflict):
        deleting.delete_customers(anna, [nord])
        notes.add_note(anna, nord, text="Zu spät")


def test_a_contact_that_moves_takes_its_notes_along(
    client: Client, anna: Actor, nord: Customer
) -> None:
    sued = customers.create_customer(anna, name="Südkran")
    notes.add_note(anna, contact("Arp"), text="Kennt Zollfragen")
    moving.move_contacts(anna, [contact("Arp")], sued)
    assert found("Zollfragen") == {"Südkran"}
    for customer, is_there in ((nord, False), (sued, True)):
        html = text_of(client.get(f"{customer.get_absolute_url()}?show=notes"))
        assert ("Kennt Zollfragen" in html) == is_there


def test_they_are_exported_with_author_and_time(anna: Actor, beat: Actor, nord: Customer) -> None:
    notes.add_note(beat, nord, text="Von Beat", pinned=True)
    note = notes.add_note(anna, contact("Arp"), text="Zu Arp")
    [record] = exports.records(anna, "customers", [nord.pk])
    [own] = record["notes"]
    assert (own["text"], own["pinned"], own["author"]) == ("Von Beat", True, "Beat Moser")
    theirs = {person["last_name"]: person["notes"] for person in record["contacts"]}
    assert theirs["Boje"] == []
    assert theirs["Arp"][0]["written_at"] == note.created_at.isoformat()
    [alone] = exports.records(anna, "contacts", [contact("Arp").pk])
    assert alone["notes"] == theirs["Arp"]
    assert "note" in record


def test_a_note_is_written_edited_and_deleted_on_the_page(client: Client, nord: Customer) -> None:
    page = nord.get_absolute_url()
    answer = client.post(reverse("customers:notes", args=[nord.pk]), {"text": "Erste Fassung"})
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert "Erste Fassung" in text_of(client.get(page))
    url = reverse("customers:note", args=[nord.pk, Note.objects.get().pk])
    form = client.get(url)
    assert "<title>Notiz bearbeiten:" in text_of(form)
    answer = client.post(url, filled(form, text="Zweite Fassung", pinned="on", next=page))
    assert (answer.status_code, answer["Location"]) == (303, page)
    html = text_of(client.get(page))
    assert html.index("Oben angeheftet") < html.index("Zweite Fassung")
    old = client.post(url, filled(form, text="Dritte Fassung"))
    assert old.status_code == 409
    assert "Zweite Fassung" in text_of(old)
    assert filled(old)["text"] == "Dritte Fassung"
    assert client.post(url, filled(old, delete="1")).status_code == 303
    assert client.get(url).status_code == 404
    undo = reverse("journal:undo", args=[last_batch()])
    client.post(undo)
    assert client.get(url).status_code == 200


def test_what_is_refused_keeps_what_was_typed(client: Client, nord: Customer) -> None:
    for name, key in (("customers", nord.pk), ("contacts", contact("Arp").pk)):
        page = client.post(reverse(f"{name}:notes", args=[key]), {"text": "ä" * 20_001})
        assert page.status_code == 422
        assert "<title>Notiz schreiben:" in text_of(page)
        assert filled(page)["text"] == "ä" * 20_001
        assert 'id="id_text_error"' in text_of(page)


def test_the_page_of_a_customer_says_where_a_note_comes_from(
    client: Client, people: Callable[[str], User], anna: Actor, nord: Customer
) -> None:
    arp = contact("Arp")
    note = notes.add_note(anna, arp, text="Nur vormittags")
    edit = reverse("contacts:note", args=[arp.pk, note.pk])
    for query in ("", "?show=notes"):
        html = text_of(client.get(nord.get_absolute_url() + query))
        assert "Nur vormittags" in html
        assert edit in html
        assert f'href="{arp.get_absolute_url()}" class="truncate' in html
    reader = browser(people, "read_only")
    html = text_of(reader.get(arp.get_absolute_url()))
    assert "Nur vormittags" in html
    assert edit not in html
    assert "Notiz hinzufügen" not in html
    assert reader.get(edit).status_code == 403
    assert client.get(reverse("customers:note", args=[nord.pk, note.pk])).status_code == 404


def test_the_history_shows_all_or_notes_or_changes(
    client: Client, anna: Actor, nord: Customer
) -> None:
    for number in range(25):
        notes.add_note(anna, nord, text=f"Notiz Nummer {number}.")
    notes.add_note(anna, nord, text="Ganz oben", pinned=True)
    page = nord.get_absolute_url()
    every, only, changes = (
        text_of(client.get(page + query)) for query in ("", "?show=notes", "?show=changes")
    )
    assert "Nummer 24." in every
    assert "Nummer 0." not in every
    assert every.count("Ganz oben") == only.count("Ganz oben")
    assert "Kunde erstellt" in changes
    assert "Nummer 24." not in changes
    assert "Ganz oben" not in changes
    older = only.partition("?before=")[2].partition('"')[0].replace("&amp;", "&")
    headers = {"HX-Request": "true", "HX-Target": "p"}
    part = text_of(client.get(f"{page}?before={older}", headers=headers))
    assert "Nummer 0." in part
    assert "Ganz oben" not in part
    assert "<html" not in part


def test_the_history_costs_the_same_with_one_note_and_with_many(
    client: Client, anna: Actor, nord: Customer
) -> None:
    many = customers.create_customer(anna, name="Viel", contacts=[{"last_name": "Carstens"}])
    notes.add_note(anna, contact("Arp"), text="Eine")
    for number in range(12):
        notes.add_note(anna, many, text=f"Notiz {number}")
        notes.add_note(anna, contact("Carstens"), text=f"Notiz {number}", pinned=number > 8)
    notes.add_note(anna, nord, text="Angeheftet", pinned=True)
    for query in ("", "?show=notes"):
        urls = [row.get_absolute_url() + query for row in (nord, many)]
        client.get(urls[0])
        costs_as_recorded(
            f"/customers/ID with notes{query}", *(counted(client, url) for url in urls)
        )


def test_programs_write_and_read_them(anna: Actor, people: Callable[[str], User]) -> None:
    nord = customers.create_customer(anna, name="Nordbau", contacts=[{"last_name": "Arp"}])
    api = caller(people("admin"))
    other = customers.create_customer(anna, name="Andere")
    for place in (f"customers/{nord.pk}/notes", f"contacts/{contact('Arp').pk}/notes"):
        made: dict[str, Any] = content(api.post(place, {"text": "Per API"}), 201)
        assert (made["text"], made["pinned"], made["author"]) == ("Per API", False, "Anna Keller")
        one = f"{place}/{made['id']}"
        changed = api.patch(one, {"pinned": True}, if_match='"1"')
        assert (changed.status_code, changed["ETag"]) == (200, '"2"')
        assert api.patch(one, {"text": ""}).status_code == 422
        api.patch(one, {"text": "Neuer"}, if_match='"2"')
        assert api.patch(one, {"text": "Anders"}, if_match='"2"').status_code == 412
        api.post(place, {"text": "Zweite"})
        page: dict[str, Any] = content(api.get(f"{place}?limit=1"))
        assert [item["text"] for item in page["items"]] == ["Zweite"]
        rest: dict[str, Any] = content(api.get(f"{place}?cursor={page['next_cursor']}"))
        assert [item["text"] for item in rest["items"]] == ["Neuer"]
        wrong = f"customers/{other.pk}/notes/{made['id']}"
        assert api.patch(wrong, {"pinned": False}).status_code == 404
        assert api.delete(one, if_match='"1"').status_code == 412
        assert api.delete(one).status_code == 204
        assert api.delete(one).status_code == 404


def test_two_contacts_with_notes_come_back_from_one_deletion(anna: Actor, nord: Customer) -> None:
    people = [contact("Arp"), contact("Boje")]
    for person in people:
        notes.add_note(anna, person, text=f"Zu {person.last_name}")
    deleting.delete_contacts(anna, people)
    assert texts(anna) == set()
    deleting.restore_contacts(anna, people)
    assert texts(anna) == {"Zu Arp", "Zu Boje"}
