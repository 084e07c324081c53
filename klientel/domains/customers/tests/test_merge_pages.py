"""The pages that merge and take apart again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.actions import contacts, customers, notes
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.domains.customers.tests.listing import browser
from klientel.domains.customers.tests.pages import filled, text_of
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.models import Batch, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(anna: Actor) -> list[Customer]:
    return [
        customers.create_customer(
            anna, name="Huber AG", vat_id="DE136695976", contacts=[{"last_name": "Favre"}]
        ),
        customers.create_customer(
            anna, name="Huber GmbH", language="fr", contacts=[{"last_name": "Moser"}]
        ),
        customers.create_customer(anna, name="Hubert SA", vat_id="DE811569869"),
    ]


def page_of(client: Client, rows: list[Customer], **given: int) -> str:
    data: dict[str, Any] = {"ids": [row.pk for row in rows], **given}
    return text_of(client.get(reverse("customers:merge"), data))


def test_records_stand_side_by_side_with_what_goes_along_and_what_collides(
    client: Client, rows: list[Customer]
) -> None:
    page = page_of(client, rows)
    assert "3 Kunden zusammenführen" in page
    for name in ("Huber AG", "Huber GmbH", "Hubert SA"):
        assert name in page
    assert "1 Kontakt" in page
    assert "Primärer Kontakt: Favre bleibt es, Moser ist es nicht mehr." in page
    assert "USt-IdNr.: „DE136695976“ bleibt; „DE811569869“" in page
    assert 'name="of_website"' not in page


def test_the_page_merges_what_was_chosen_and_offers_the_way_back(
    client: Client, rows: list[Customer]
) -> None:
    address = reverse("customers:merge")
    asked: dict[str, Any] = {"ids": [row.pk for row in rows], "winner": rows[1].pk}
    page = client.get(address, asked)
    data = filled(page, of_name=str(rows[2].pk))
    answer = client.post(address, {**data, "ids": [row.pk for row in rows]}, follow=True)
    assert answer.redirect_chain == [(rows[1].get_absolute_url(), 303)]
    assert "2 Datensätze wurden mit Hubert SA zusammengeführt" in text_of(answer)
    kept = Customer.objects.get(deleted_at=None)
    assert (kept.pk, kept.name, kept.vat_id) == (rows[1].pk, "Hubert SA", "DE136695976")
    batch = Entry.objects.get(kind="customers.customer.merged").batch_id
    client.post(reverse("journal:undo", args=[batch]))
    assert Customer.objects.filter(deleted_at=None).count() == 3


def test_another_winner_brings_its_own_values(client: Client, rows: list[Customer]) -> None:
    data: dict[str, Any] = {"ids": [row.pk for row in rows], "winner": rows[1].pk}
    data["of_name"] = rows[0].pk
    headers = {"HX-Request": "true", "HX-Trigger-Name": "winner"}
    page = client.get(reverse("customers:merge"), data, headers=headers)
    assert f'id="of-name-{rows[1].pk}" name="of_name" value="{rows[1].pk}"' in text_of(page)
    assert filled_name(text_of(page)) == str(rows[1].pk)
    headers = {"HX-Request": "true", "HX-Trigger-Name": "of_name"}
    page = client.get(reverse("customers:merge"), data, headers=headers)
    assert filled_name(text_of(page)) == str(rows[0].pk)


def filled_name(html: str) -> str:
    """Whose name is chosen."""
    return next(
        part.split('value="')[1].split('"')[0]
        for part in html.split("<input")
        if 'name="of_name"' in part and " checked" in part
    )


def test_who_changes_a_record_meanwhile_is_not_overridden(
    client: Client, anna: Actor, rows: list[Customer]
) -> None:
    address = reverse("customers:merge")
    ids = [row.pk for row in rows]
    data = filled(client.get(address, {"ids": ids}))
    customers.change_customer(anna, rows[1], language="de")
    answer = client.post(address, {**data, "ids": ids})
    assert answer.status_code == 422
    assert "Huber GmbH wurde inzwischen von jemand anderem geändert." in text_of(answer)
    assert Customer.objects.filter(deleted_at=None).count() == 3


def test_one_record_or_eleven_are_sent_back_with_a_word(client: Client, anna: Actor) -> None:
    made = [customers.create_customer(anna, name=f"Firma {n}") for n in range(11)]
    for ids, said in ((made[:1], "mindestens zwei"), (made, "Höchstens 10")):
        data = {"ids": [row.pk for row in ids]}
        answer = client.get(reverse("customers:merge"), data, follow=True)
        assert said in text_of(answer)


def test_the_selection_of_a_list_opens_the_page(client: Client, rows: list[Customer]) -> None:
    ids = [row.pk for row in rows[:2]]
    answer = client.post(reverse("customers:merge"), {"ids": ids})
    assert answer["Location"] == reverse("customers:merge") + f"?ids={ids[0]}&ids={ids[1]}"


def test_the_dialog_offers_who_looks_alike_and_who_fits_what_is_typed(
    client: Client, rows: list[Customer]
) -> None:
    dialog = text_of(client.get(reverse("customers:partners", args=[rows[0].pk])))
    assert "Huber GmbH" in dialog
    address = reverse("customers:partners", args=[rows[0].pk])
    headers = {"HX-Request": "true", "HX-Target": "partners"}
    found = text_of(client.get(f"{address}?q=Hubert&ids={rows[2].pk}", headers=headers))
    assert "Hubert SA" in found
    assert "checked" in found
    one = client.post(reverse("customers:merge_chosen"), {"ids": rows[0].pk})
    assert "Huber AG zusammenführen mit …" in text_of(one)


def test_contacts_go_the_same_way(client: Client, anna: Actor, rows: list[Customer]) -> None:
    favre, moser = (Contact.objects.get(last_name=name) for name in ("Favre", "Moser"))
    dialog = text_of(client.get(reverse("contacts:partners", args=[favre.pk]), {"q": "Moser"}))
    assert "Moser" in dialog
    ids = [favre.pk, moser.pk]
    page = client.get(reverse("contacts:merge"), {"ids": ids})
    assert "Favre ist es nicht mehr" not in text_of(page)
    answer = client.post(reverse("contacts:merge"), {**filled(page), "ids": ids}, follow=True)
    assert "1 Datensatz wurde mit Favre zusammengeführt" in text_of(answer)
    assert Contact.objects.get(pk=moser.pk).merged_into_id == favre.pk
    one = client.post(reverse("contacts:merge_chosen"), {"ids": favre.pk})
    assert "Favre zusammenführen mit …" in text_of(one)


def merged(client: Client, rows: list[Customer], *, count: int = 2) -> str:
    address = reverse("customers:merge")
    ids = [row.pk for row in rows[:count]]
    client.post(address, {**filled(client.get(address, {"ids": ids})), "ids": ids})
    return str(Batch.objects.get(entries__kind="customers.customer.merged").key)


def test_a_parent_among_them_is_no_choice(
    client: Client, anna: Actor, rows: list[Customer]
) -> None:
    customers.change_customer(anna, rows[1], parent=rows[0].number)
    address = reverse("customers:merge")
    asked: dict[str, Any] = {"ids": [row.pk for row in rows[:2]]}
    page = client.get(address, asked).content.decode()
    assert "diese Beziehung endet" in page.replace("Diese", "diese")
    assert 'name="of_parent"' not in page
    holding = customers.create_customer(anna, name="Holding")
    rows[2] = customers.change_customer(anna, rows[2], parent=holding.number)
    page = client.get(address, {"ids": [row.pk for row in rows]}).content.decode()
    assert re.search(rf'name="of_parent" value="{rows[2].pk}"[^>]* checked', page)
    assert f"Huber AG ({rows[0].number})" not in page


def test_the_vat_id_of_the_other_still_finds_the_record(
    client: Client, rows: list[Customer]
) -> None:
    address = reverse("customers:merge")
    asked: dict[str, Any] = {"ids": [rows[0].pk, rows[2].pk]}
    client.post(address, {**filled(client.get(address, asked)), **asked})
    page = text_of(client.get(reverse("customers:list"), {"q": "DE811569869"}))
    assert "Huber AG" in page
    assert "Hubert SA" not in page


def test_what_was_added_since_is_asked_about_and_goes_where_it_was_said_to(
    client: Client, anna: Actor, rows: list[Customer]
) -> None:
    batch = merged(client, rows)
    one, other = rows[0], rows[1]
    stays = contacts.add_contact(anna, customer_id=one.pk, last_name="Bleibt")
    goes = contacts.add_contact(anna, customer_id=one.pk, last_name="Geht")
    note = notes.add_note(anna, one, text="Zum anderen")
    customers.change_customer(anna, one, language="it")
    asked = client.post(reverse("journal:undo", args=[batch]))
    address = reverse("customers:unmerge", args=[batch])
    assert asked["Location"] == address
    page = text_of(client.get(address))
    for name in ("Bleibt", "Geht", "Zum anderen", "Huber GmbH"):
        assert name in page
    assert "wurde Huber GmbH mit Huber AG zusammengeführt" in page
    sides = {
        f"side_customers.contact_{goes.pk}": str(other.pk),
        f"side_customers.note_{note.pk}": str(other.pk),
    }
    answer = client.post(address, sides, follow=True)
    assert "Sprache" in text_of(answer)  # what was changed since stays, and is said
    live = Customer.objects.filter(deleted_at=None).order_by("pk")
    assert [row.pk for row in live] == [row.pk for row in rows]
    assert Customer.objects.get(pk=one.pk).language == "it"
    at = {each.last_name: each.customer_id for each in Contact.objects.all()}
    assert at == {"Favre": one.pk, "Moser": other.pk, "Bleibt": one.pk, "Geht": other.pk}
    assert Note.objects.get(pk=note.pk).customer_id == other.pk
    assert Contact.objects.filter(customer=other, primary=True).count() == 1
    assert stays.customer_id == one.pk


def test_several_were_merged(client: Client, rows: list[Customer]) -> None:
    batch = merged(client, rows, count=3)
    page = text_of(client.get(reverse("customers:unmerge", args=[batch])))
    assert "wurden Huber GmbH, Hubert SA mit Huber AG zusammengeführt" in page


def test_a_merge_that_is_taken_apart_is_none_any_more(client: Client, rows: list[Customer]) -> None:
    batch = merged(client, rows)
    client.post(reverse("journal:undo", args=[batch]))
    assert client.get(reverse("customers:unmerge", args=[batch])).status_code == 404
    assert client.get(reverse("contacts:unmerge", args=[batch])).status_code == 404


def test_what_led_on_to_a_record_that_was_merged_since_says_so(
    client: Client, anna: Actor, rows: list[Customer]
) -> None:
    first = merged(client, rows)
    address = reverse("customers:merge")
    ids = [rows[2].pk, rows[0].pk]
    page = client.get(f"{address}?winner={rows[2].pk}&ids={ids[0]}&ids={ids[1]}")
    client.post(address, {**filled(page), "ids": ids})
    answer = client.post(reverse("journal:undo", args=[first]), follow=True)
    assert "Machen Sie zuerst das rückgängig." in text_of(answer)


def test_the_pages_are_for_who_may_merge(
    people: Callable[[str], User], rows: list[Customer]
) -> None:
    client = browser(people, "user")
    assert client.get(reverse("customers:merge")).status_code == 403
    assert "Zusammenführen mit …" not in text_of(client.get(rows[0].get_absolute_url()))
    favre = Contact.objects.get(last_name="Favre")
    assert "Zusammenführen mit …" in text_of(client.get(favre.get_absolute_url()))
