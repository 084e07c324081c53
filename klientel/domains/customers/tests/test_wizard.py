"""Creating a customer step by step: nothing is lost on the way, and it is saved once."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.actions import customers, once
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.models import Batch

from .pages import Answer, filled, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: Callable[[str], User]) -> Client:
    found = Client()
    found.force_login(people("admin"))
    return found


@pytest.fixture
def url() -> str:
    return f"{reverse('customers:create')}?key={uuid.uuid4().hex}"


def press(client: Client, url: str, page: Answer, go: str, **typed: str) -> Answer:
    return client.post(url, filled(page, go=go, **typed))


def to_review(client: Client, url: str, **typed: str) -> Answer:
    page = press(client, url, client.get(url), "next", name="Huber AG", **typed)
    page = press(client, url, page, "next", **{"contacts-0-last_name": "Favre"})
    assert page.status_code == 200
    return page


def test_three_steps_make_a_customer_with_its_contacts(client: Client, url: str) -> None:
    page: Answer = client.get(url)
    assert "Unternehmen" in text_of(page)
    typed = {"phones-0-value": "030 23125 118", "addresses-0-city": "Köln"}
    page = press(client, url, page, "next", name="Huber AG", **typed)
    assert "Kontakte bei Huber AG" in text_of(page)
    contact = {"contacts-0-last_name": "Favre", "contacts-0-email": "l.favre@huber.example"}
    page = press(client, url, page, "next", **contact)
    assert "Das geschieht beim Speichern" in text_of(page)
    for shown in ("Huber AG", "030 23125118", "Köln", "Favre", "l.favre@huber.example"):
        assert shown in text_of(page)
    assert not Customer.objects.exists()
    answer = press(client, url, page, "save")
    customer = Customer.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("customers:detail", args=[customer.pk])
    fields = queries.customer_fields([customer])[customer.pk]
    assert fields["phones"] == [{"kind": "phone", "value": "+493023125118", "preferred": True}]
    assert (fields["segment"], fields["account_manager"]) == ("other", "anna@klientel.example")
    [contact_row] = queries.contact_fields(list(Contact.objects.all())).values()
    assert (contact_row["last_name"], contact_row["primary"]) == ("Favre", True)


def test_the_segment_stands_last_in_the_first_step(client: Client, url: str) -> None:
    html = text_of(client.get(url))
    last = max(html.rindex(f'name="{name}"') for name in ("account_manager", "note", "language"))
    assert html.rindex('name="segment"') > last
    assert "Kein Segment gewählt" in text_of(to_review(client, url))


def test_the_contacts_open_with_one_empty_row_and_empty_rows_are_ignored(
    client: Client, url: str
) -> None:
    page = press(client, url, client.get(url), "next", name="Huber AG")
    assert 'name="contacts-0-last_name"' in text_of(page)
    assert 'name="contacts-1-last_name"' not in text_of(page)
    page = press(client, url, page, "next", **{"contacts-3-last_name": "Favre"})
    press(client, url, page, "save")
    assert [contact.last_name for contact in Contact.objects.all()] == ["Favre"]


def chosen_in(page: Answer) -> str:
    return filled(page)["contacts-primary"]


def test_the_primary_contact_is_chosen_and_shown_before_it_is_saved(
    client: Client, url: str
) -> None:
    page = press(client, url, client.get(url), "next", name="Huber AG")
    assert chosen_in(page) == "0"
    typed = {"contacts-0-last_name": "Favre", "contacts-1-last_name": "Moser"}
    review = press(client, url, page, "next", **typed, **{"contacts-primary": "1"})
    html = text_of(review)
    assert html.index("Moser") < html.index("Primärer Kontakt") > html.index("Favre")
    assert chosen_in(press(client, url, review, "back")) == "1"
    press(client, url, review, "save")
    primary = Contact.objects.values_list("last_name", "primary").order_by("pk")
    assert list(primary) == [("Favre", False), ("Moser", True)]


@pytest.mark.parametrize("chosen", ["0", "", "7", "²", "__prefix__"])
def test_without_a_usable_choice_the_first_named_row_is_primary(
    client: Client, url: str, chosen: str
) -> None:
    page = press(client, url, client.get(url), "next", name="Huber AG")
    typed = {"contacts-1-last_name": "Moser", "contacts-2-last_name": "Favre"}
    page = press(client, url, page, "next", **typed, **{"contacts-primary": chosen})
    press(client, url, page, "save")
    assert Contact.objects.get(primary=True).last_name == "Moser"


def test_who_looks_known_is_named_at_both_steps_and_hinders_nothing(
    client: Client, url: str, anna: Actor
) -> None:
    sabine: ContactFields = {"last_name": "Huber", "first_name": "Sabine"}
    customers.create_customer(anna, name="Huber AG", contacts=[sabine])
    page = press(client, url, client.get(url), "next", name="Huber AG")
    assert "Sieht aus wie" not in text_of(page)
    typed = {f"contacts-1-{name}": str(value) for name, value in sabine.items()}
    page = press(client, url, page, "back", **typed)
    assert "gleicher Name" in text_of(page)
    page = press(client, url, page, "next")
    assert text_of(page).count("Sieht aus wie") == 1
    press(client, url, press(client, url, page, "next"), "save")
    assert Customer.objects.count() == Contact.objects.count() == 2


def test_going_back_keeps_what_was_typed_even_if_it_is_wrong(client: Client, url: str) -> None:
    page = press(client, url, client.get(url), "next", name="Huber AG", note="Zeile 1\nZeile 2")
    page = press(client, url, page, "back", **{"contacts-0-email": "keine Adresse"})
    assert filled(page)["name"] == "Huber AG"
    assert filled(page)["note"] == "Zeile 1\nZeile 2"
    page = press(client, url, page, "next")
    assert filled(page)["contacts-0-email"] == "keine Adresse"


def test_the_review_leads_back_to_either_step(client: Client, url: str) -> None:
    review = to_review(client, url)
    assert "Kontakte bei Huber AG" in text_of(press(client, url, review, "contacts"))
    company = press(client, url, review, "company")
    assert filled(company)["name"] == "Huber AG"
    assert filled(company)["contacts-0-last_name"] == "Favre"


def test_an_error_of_the_first_step_is_said_there(client: Client, url: str) -> None:
    typed = {"phones-0-value": "", "phones-1-value": "keine Nummer"}
    page = press(client, url, client.get(url), "next", name=" ", **typed)
    assert page.status_code == 422
    assert 'id="id_name_error"' in text_of(page)
    assert "„keine Nummer“ ist keine Telefonnummer" in text_of(page)
    assert filled(page)["phones-1-value"] == "keine Nummer"


def test_an_error_of_a_contact_is_said_at_its_row(client: Client, url: str) -> None:
    page = press(client, url, client.get(url), "next", name="Huber AG")
    typed = {"contacts-0-last_name": "Favre", "contacts-2-email": "x(at)y"}
    page = press(client, url, page, "next", **typed)
    assert page.status_code == 422
    assert 'id="id_contacts-2-email_error"' in text_of(page)
    assert filled(page)["contacts-0-last_name"] == "Favre"


def test_what_becomes_wrong_later_leads_back_to_its_step(
    client: Client, url: str, anna: Actor
) -> None:
    review = to_review(client, url, number="K-7")
    customers.create_customer(anna, name="Schneller", number="K-7")
    page = press(client, url, review, "save")
    assert page.status_code == 422
    assert "Die Nummer K-7 ist vergeben." in text_of(page)
    assert filled(page)["name"] == "Huber AG"
    assert filled(page)["contacts-0-last_name"] == "Favre"
    assert Customer.objects.count() == 1


def test_saving_is_possible_from_the_review_only(client: Client, url: str) -> None:
    press(client, url, client.get(url), "save", name="Huber AG")
    assert not Customer.objects.exists()


def test_a_form_sent_twice_makes_one_customer(client: Client, url: str) -> None:
    review = to_review(client, url, number="K-7")
    first = press(client, url, review, "save")
    second = press(client, url, review, "save")
    assert first["Location"] == second["Location"]
    assert client.get(url)["Location"] == first["Location"]
    assert Customer.objects.count() == Contact.objects.count() == 1


def test_two_that_come_at_the_same_moment_make_one_customer(
    anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _is_new = once.create_customer_once(anna, "k", name="Huber AG")
    real, calls = once._made_of, []

    def late(actor: Actor, key: str) -> Customer | None:
        """The look before the writing comes too early to see the other one."""
        calls.append(key)
        return None if len(calls) == 1 else real(actor, key)

    monkeypatch.setattr(once, "_made_of", late)
    assert once.create_customer_once(anna, "k", name="Huber AG") == (first, False)
    assert Customer.objects.count() == 1


def test_two_wizards_at_once_do_not_mix(client: Client, url: str) -> None:
    other = f"{reverse('customers:create')}?key={uuid.uuid4().hex}"
    one = press(client, url, client.get(url), "next", name="Erste GmbH")
    two = press(client, other, client.get(other), "next", name="Zweite GmbH")
    for address, page, contact in ((url, one, "Eins"), (other, two, "Zwei")):
        review = press(client, address, page, "next", **{"contacts-0-last_name": contact})
        press(client, address, review, "save")
    found = {c.customer.name: c.last_name for c in Contact.objects.all() if c.customer}
    assert found == {"Erste GmbH": "Eins", "Zweite GmbH": "Zwei"}


def test_a_wizard_without_a_key_gets_its_own(client: Client) -> None:
    first = client.get(reverse("customers:create"))["Location"]
    second = client.get(reverse("customers:create"))["Location"]
    assert first != second


def test_nothing_is_written_before_the_end(client: Client, url: str) -> None:
    to_review(client, url)
    assert not Batch.objects.exists()


def test_one_undo_takes_all_of_it_back(client: Client, url: str) -> None:
    press(client, url, to_review(client, url), "save")
    batch = Batch.objects.get()
    client.post(reverse("journal:undo", args=[batch.key]))
    assert not Customer.objects.filter(deleted_at=None).exists()
    assert not Contact.objects.filter(deleted_at=None).exists()


def test_a_private_person_becomes_their_own_contact(client: Client, url: str) -> None:
    typed = {"name": "Dr. Paula Reiß", "kind": "individual"}
    page = press(client, url, client.get(url), "next", **typed)
    page = press(client, url, page, "next")
    assert "zugleich als ihr eigener Kontakt" in text_of(page)
    press(client, url, page, "save")
    assert Contact.objects.get().name == "Dr. Paula Reiß"


def test_rows_are_added_without_javascript(client: Client, url: str) -> None:
    page = press(client, url, client.get(url), "more-phones", name="Huber AG")
    assert page.status_code == 200
    assert 'name="phones-1-value"' in text_of(page)
    assert filled(page)["name"] == "Huber AG"


@pytest.mark.parametrize("role", ["user", "technician", "billing", "read_only"])
def test_others_neither_see_the_button_nor_get_in(
    people: Callable[[str], User], role: str, url: str
) -> None:
    client = Client()
    client.force_login(people(role))
    assert reverse("customers:create") not in text_of(client.get(reverse("customers:list")))
    assert client.get(url).status_code == 403
    assert client.post(url, {"step": "review", "go": "save", "name": "X"}).status_code == 403
    assert not Customer.objects.exists()


def test_a_session_that_ended_midway_costs_nothing(
    client: Client, url: str, people: Callable[[str], User]
) -> None:
    address = {"addresses-0-street": "Rheinufer 88", "addresses-0-postal_code": "50996"}
    page = press(client, url, client.get(url), "next", name="Huber AG", **address)
    typed = filled(page, go="next", **{"contacts-0-last_name": "Favre"})
    answer = Client().post(url, typed)
    assert answer.status_code == 401
    kept = text_of(answer)
    for value in ("Huber AG", "50996", "Rheinufer 88", "Favre"):
        assert value in kept


def test_all_that_is_wrong_at_a_step_is_said_at_once(client: Client, url: str) -> None:
    typed = {
        "parent": "Nowhere Ltd",
        "phones-0-value": "none",
        "vat_id": "DE1",
        "segment": "unheard of",
        "addresses-0-city": "Köln",
        "addresses-0-country": "??",
    }
    page = press(client, url, client.get(url), "next", name="Huber AG", **typed)
    assert page.status_code == 422
    for name in ("parent", "phones-0-value", "vat_id", "segment", "addresses-0-country"):
        assert f'id="id_{name}_error"' in page.content.decode(), name
