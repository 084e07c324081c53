"""Contacts of a customer and of none: listed, several edited at once, deleted, restored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.actions import contacts, deleting
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.models import Batch

from .listing import browser
from .pages import filled, huber, text_of

pytestmark = pytest.mark.django_db


def edit_url(*rows: Contact) -> str:
    return f"{reverse('contacts:edit')}?{'&'.join(f'ids={row.pk}' for row in rows)}"


def pair() -> list[Contact]:
    return list(Contact.objects.filter(deleted_at=None).order_by("pk"))


def fields_of(contact: Contact) -> dict[str, Any]:
    row = Contact.objects.get(pk=contact.pk)
    return dict(queries.contact_fields([row])[contact.pk])


def test_the_tab_lists_them_and_offers_what_one_may_do(
    client: Client, customer: Customer, people: Callable[[str], User]
) -> None:
    url = reverse("customers:contacts", args=[customer.pk])
    html = text_of(client.get(url))
    for word in ("Sabine Huber", "Büro", "Primär", "Kontakte hinzufügen"):
        assert word in html
    for word in ("Kontakte bearbeiten", "Kontakte löschen"):
        assert word in html
    reader = text_of(browser(people, "read_only").get(url))
    for word in ("Kontakte hinzufügen", "Kontakte bearbeiten", "Kontakte löschen"):
        assert word not in reader


def test_a_customer_without_contacts_says_what_belongs_here(client: Client, anna: Actor) -> None:
    empty = huber(anna, contacts=[])
    html = text_of(client.get(reverse("customers:contacts", args=[empty.pk])))
    assert "Noch keine Kontakte" in html


def test_several_are_edited_on_one_page_in_one_act(client: Client, customer: Customer) -> None:
    one, two = pair()
    url = edit_url(one, two)
    page = client.get(url)
    typed = filled(page) | {
        f"c{one.pk}-position": "Leitung",
        f"c{two.pk}-phones-0-value": "030 23125 470",
        "ids": [str(one.pk), str(two.pk)],
    }
    before = Batch.objects.count()
    answer = client.post(reverse("contacts:edit"), typed)
    assert answer["Location"] == reverse("customers:contacts", args=[customer.pk])
    assert fields_of(one)["position"] == "Leitung"
    assert fields_of(two)["phones"][0]["value"] == "+493023125470"
    assert Batch.objects.count() == before + 1
    assert "2 Kontakte geändert" in text_of(client.get(answer["Location"]))


def test_the_reference_of_another_system_is_edited_and_shown(client: Client, anna: Actor) -> None:
    contact = contacts.add_contact(
        anna, last_name="Huber", external_source="SAP", external_id="4711"
    )
    assert "SAP: " in text_of(client.get(contact.get_absolute_url()))
    page = client.get(edit_url(contact))
    before = f"c{contact.pk}-"
    assert filled(page)[f"{before}external_source"] == "SAP"
    saved = client.post(edit_url(contact), filled(page, **{f"{before}external_id": " D-0815 "}))
    assert saved.status_code == 303
    after = fields_of(contact)
    assert (after["external_source"], after["external_id"]) == ("SAP", "D-0815")
    html = text_of(client.get(contact.get_absolute_url()))
    assert "D-0815</span>" in html
    assert "4711</del>" in html
    long = client.post(edit_url(contact), filled(page, **{f"{before}external_id": "x" * 101}))
    assert long.status_code == 422
    assert f'id="id_{before}external_id_error"' in text_of(long)
    assert "external_id" not in text_of(client.get(reverse("contacts:create"), follow=True))


def test_five_hundred_chosen_ones_come_fifty_at_a_time(client: Client, anna: Actor) -> None:
    url = reverse("contacts:edit")
    contacts.add_contacts(anna, [{"last_name": f"Person {n:03d}"} for n in range(500)])
    rows = list(Contact.objects.order_by("pk"))
    page = client.post(url, {"ids": [row.pk for row in rows]})
    assert page.status_code == 200
    for start in (0, 50):
        shown = rows[start : start + 50]
        assert text_of(page).count('name="ids"') == 50
        assert f"{450 - start} weitere Kontakte folgen nach dem Speichern" in text_of(page)
        typed = filled(page) | {f"c{row.pk}-position": f"Nr {row.pk}" for row in shown}
        page = client.post(url, typed | {"ids": [str(row.pk) for row in shown]})
        assert page.status_code == 200
        assert "50 Kontakte geändert" in text_of(page)
    assert Contact.objects.exclude(position="").count() == 100
    assert f'name="ids" value="{rows[100].pk}"' in text_of(page)


def test_those_whose_turn_comes_and_who_are_gone_are_passed_over(
    client: Client, anna: Actor
) -> None:
    contacts.add_contacts(anna, [{"last_name": f"Person {n:03d}"} for n in range(120)])
    rows = list(Contact.objects.order_by("pk"))
    page = client.post(reverse("contacts:edit"), {"ids": [row.pk for row in rows]})
    typed = filled(page) | {"ids": [str(row.pk) for row in rows[:50]]}
    deleting.delete_contacts(anna, rows[50:118])
    page = client.post(reverse("contacts:edit"), typed)
    assert text_of(page).count('name="ids"') == 2
    last = filled(page) | {"ids": [str(row.pk) for row in rows[118:]]}
    answer = client.post(reverse("contacts:edit"), last)
    assert answer["Location"] == reverse("contacts:list")


def test_more_are_refused_in_a_sentence_and_none_leads_to_the_list(client: Client) -> None:
    answer = client.post(reverse("contacts:edit"), {"ids": [str(n) for n in range(1, 502)]})
    assert answer["Location"] == reverse("contacts:list")
    assert "Höchstens 500 Kontakte" in text_of(client.get(answer["Location"]))
    assert client.get(reverse("contacts:edit"))["Location"] == reverse("contacts:list")


def test_when_one_of_several_is_wrong_none_is_written(client: Client, customer: Customer) -> None:
    one, two = pair()
    typed = filled(client.get(edit_url(one, two))) | {
        f"c{one.pk}-position": "Leitung",
        f"c{two.pk}-emails-0-value": "x(at)y",
        "ids": [str(one.pk), str(two.pk)],
    }
    page = client.post(reverse("contacts:edit"), typed)
    assert page.status_code == 422
    assert f'id="id_c{two.pk}-emails-0-value_error"' in text_of(page)
    assert filled(page)[f"c{one.pk}-position"] == "Leitung"
    assert fields_of(one)["position"] == ""


def test_the_same_field_is_asked_about_at_its_contact(
    client: Client, customer: Customer, beat: Actor
) -> None:
    one, two = pair()
    typed = filled(client.get(edit_url(one, two))) | {
        f"c{one.pk}-position": "Meine",
        f"c{two.pk}-position": "Auch meine",
        "ids": [str(one.pk), str(two.pk)],
    }
    contacts.change_contact(beat, one, position="Seine")
    page = client.post(reverse("contacts:edit"), typed)
    assert page.status_code == 409
    again = filled(page) | {f"c{one.pk}-keep_position": "mine", "ids": typed["ids"]}
    assert client.post(reverse("contacts:edit"), again).status_code == 303
    assert (fields_of(one)["position"], fields_of(two)["position"]) == ("Meine", "Auch meine")


def test_what_was_typed_about_a_deleted_contact_can_be_saved(
    client: Client, customer: Customer, anna: Actor
) -> None:
    one, _two = pair()
    typed = filled(client.get(edit_url(one)), **{f"c{one.pk}-position": "Leitung"})
    deleting.delete_contacts(anna, [one])
    page = client.post(reverse("contacts:edit"), typed)
    assert page.status_code == 409
    assert "wurde inzwischen gelöscht" in text_of(page)
    again = filled(page, **{f"c{one.pk}-restore": "1"})
    assert client.post(reverse("contacts:edit"), again).status_code == 303
    assert fields_of(one)["position"] == "Leitung"


def test_deleting_chosen_ones_leads_back_to_the_tab(client: Client, customer: Customer) -> None:
    one, two = pair()
    tab = reverse("customers:contacts", args=[customer.pk])
    url = f"{reverse('contacts:delete_chosen')}?ids={one.pk}"
    dialog = client.get(url, headers={"Referer": f"http://testserver{tab}"})
    assert "Kontakt löschen" in text_of(dialog)
    assert "Kontakte löschen" not in text_of(dialog).split("<main")[1]
    answer = client.post(reverse("contacts:delete_chosen"), filled(dialog))
    assert answer["Location"].endswith(tab)
    assert [contact.pk for contact in pair()] == [two.pk]


def test_the_dialog_counts_whom_it_deletes(client: Client, customer: Customer) -> None:
    one, two = pair()
    url = f"{reverse('contacts:delete_chosen')}?ids={one.pk}&ids={two.pk}"
    for language, title, label in (
        ("de", "2 Kontakte löschen?", "Kontakte löschen</button>"),
        ("fr", "Supprimer 2 contacts\u202f?", "Supprimer les contacts</button>"),
    ):
        html = text_of(client.get(url, headers={"Accept-Language": language}))
        assert title in html
        assert label in html
    url = reverse("contacts:delete", args=[one.pk])
    html = " ".join(text_of(client.get(url, headers={"Accept-Language": "fr"})).split())
    assert "Supprimer le contact « Sabine Huber » ?" in html
    assert "Supprimer le contact</button>" in html
    assert "les contacts" not in html.split("<main")[1]


def test_one_is_deleted_from_its_page_and_restored_there(
    client: Client, customer: Customer
) -> None:
    one, _two = pair()
    dialog = client.get(reverse("contacts:delete", args=[one.pk]))
    answer = client.post(reverse("contacts:delete_chosen"), filled(dialog))
    assert answer["Location"] == reverse("customers:contacts", args=[customer.pk])
    assert "Wiederherstellen" in text_of(client.get(one.get_absolute_url()))
    answer = client.post(reverse("contacts:restore", args=[one.pk]))
    assert answer["Location"] == one.get_absolute_url()
    assert client.get(one.get_absolute_url()).status_code == 200


def test_a_contact_is_not_restored_before_its_customer(
    client: Client, customer: Customer, anna: Actor
) -> None:
    one, _two = pair()
    deleting.delete_customers(anna, [customer])
    page = client.post(reverse("contacts:restore", args=[one.pk]))
    assert page.status_code == 409
    assert "Bäckerei Huber AG" in text_of(page)


def test_who_may_not_see_or_change_is_told_apart(
    people: Callable[[str], User], customer: Customer
) -> None:
    one, _two = pair()
    reader = browser(people, "read_only")
    assert reader.get(one.get_absolute_url()).status_code == 200
    assert reader.get(edit_url(one)).status_code == 403
    assert reader.get(reverse("contacts:create")).status_code == 403
    technician = browser(people, "technician")
    assert technician.get(edit_url(one)).status_code == 200
    assert technician.get(reverse("contacts:delete", args=[one.pk])).status_code == 403


@pytest.mark.parametrize("path", ["contacts/999", "contacts/edit?ids=999"])
def test_strange_keys_are_not_found(client: Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404
    assert client.get("/contacts/new?customer=999").status_code == 404
    assert client.get("/contacts/new?customer=x").status_code == 404


def test_the_list_at_a_customer_says_how_to_reach_people_instead_of_its_name(
    client: Client, customer: Customer, anna: Actor
) -> None:
    contacts.add_contact(
        anna,
        customer_id=customer.pk,
        last_name="Rufbar",
        position="Einkauf",
        phones=[{"value": "+49 40 66969123"}],
    )
    html = text_of(client.get(reverse("customers:contacts", args=[customer.pk])))
    assert ">Einkauf · 040 66969123<" in html
    assert f"· {customer.name}<" not in html


def test_what_a_column_cuts_off_can_be_read_under_the_pointer(
    client: Client, customer: Customer, anna: Actor
) -> None:
    position = "Leitung Einkauf & Disposition"
    contacts.add_contact(anna, customer_id=customer.pk, last_name="Lang", position=position)
    html = text_of(client.get("/contacts"))
    assert ' title="Leitung Einkauf & Disposition">Leitung Einkauf' in html
