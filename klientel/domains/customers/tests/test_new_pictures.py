"""Pictures and a sub-category on the page that adds a customer: stored with it, or not at all."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.actions import categories
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.files import queries, waiting
from klientel.services.files.models import StoredFile
from klientel.services.files.tests import making
from klientel.services.journal import undo
from klientel.services.journal.models import Batch

from .pages import Answer, filled, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def url() -> str:
    return f"{reverse('customers:add')}?key={uuid.uuid4().hex}"


def png(height: int = 20) -> SimpleUploadedFile:
    return SimpleUploadedFile("Foto <1>.png", making.picture(40, height), content_type="image/png")


def send(client: Client, url: str, **typed: Any) -> Answer:
    return send_again(client, url, client.get(url), typed)


def send_again(client: Client, url: str, page: Answer, typed: dict[str, Any]) -> Answer:
    """A browser sends no text for a field that takes a file."""
    sent: dict[str, Any] = dict(filled(page))
    for name in ("picture", "logo"):
        sent.pop(name, None)
    return client.post(url, sent | typed)


def digest(actor: Actor, model: str, key: int) -> str:
    found = queries.picture_of(actor, (model, key))
    return found.digest if found else ""


def test_pictures_come_with_the_record_and_one_undo_takes_all_of_it_back(
    client: Client, url: str, anna: Actor
) -> None:
    typed = {"name": "Sabine Huber", "company_name": "Huber AG"}
    assert send(client, url, **typed, picture=png(20), logo=png(30)).status_code == 303
    customer, contact = Customer.objects.get(), Contact.objects.get()
    face, logo = digest(anna, CONTACT, contact.pk), digest(anna, CUSTOMER, customer.pk)
    assert face
    assert logo
    assert face != logo
    outcome = undo.undo_batch(anna, Batch.objects.get().pk)
    assert outcome.refused == []
    assert not Customer.objects.filter(deleted_at=None).exists()
    assert not StoredFile.objects.filter(deleted_at=None).exists()


def test_a_private_person_has_one_face(client: Client, url: str, anna: Actor) -> None:
    send(client, url, name="Sabine Huber", picture=png())
    face = digest(anna, CONTACT, Contact.objects.get().pk)
    assert face
    assert digest(anna, CUSTOMER, Customer.objects.get().pk) == face


@pytest.mark.parametrize("name", ["picture", "logo"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (making.SVG, "Wählen Sie ein Bild"),
        (making.EPS, "Wählen Sie ein Bild"),
        (b"", "Die Datei ist leer"),
        (making.png_claiming(17_000, 10), "zu viele Bildpunkte"),
        (making.picture()[:60], "lässt sich nicht lesen"),
    ],
)
def test_a_refused_picture_is_said_at_its_field_and_all_that_was_typed_stays(
    client: Client, url: str, name: str, content: bytes, sentence: str
) -> None:
    sent = SimpleUploadedFile("logo.png", content, content_type="image/png")
    typed = {"name": "Huber", "email": "nein", "note": "Bleibt hier"}
    page = send(client, url, **typed, **{name: sent})
    assert page.status_code == 422
    assert not Customer.objects.exists()
    html = text_of(page)
    assert html.count(sentence) == 1
    field = html[html.index(f'id="id_{name}"') :]
    field = field[: field.index("</div>")]
    assert 'aria-invalid="true"' in field
    assert sentence in field
    assert {key: filled(page)[key] for key in typed} == typed


def test_a_good_picture_outlives_a_mistake_beside_it(client: Client, url: str, anna: Actor) -> None:
    page = send(client, url, name="", picture=png())
    assert page.status_code == 422
    assert "„Foto _1_.png“ übernehmen" in text_of(page)
    assert send_again(client, url, page, {"name": "Huber"}).status_code == 303
    assert digest(anna, CONTACT, Contact.objects.get().pk)


def test_a_kept_picture_can_be_left_out_or_replaced(client: Client, url: str, anna: Actor) -> None:
    page = send(client, url, name="", picture=png(20), logo=png(20))
    left = filled(page, name="Huber", company_name="Huber AG")
    del left["picture_kept"], left["picture"], left["logo"]
    client.post(url, {**left, "logo": png(30)})
    assert digest(anna, CONTACT, Contact.objects.get().pk) == ""
    kept = filled(page)["picture_kept"]
    old = waiting.claimed(anna, kept)
    assert old is not None
    assert digest(anna, CUSTOMER, Customer.objects.get().pk) not in ("", old.digest)


@pytest.mark.parametrize("ticket", ["", "x", "W10:1:2", "\x00"])
def test_a_ticket_nobody_gave_brings_no_picture(client: Client, url: str, ticket: str) -> None:
    assert send(client, url, name="Huber", picture_kept=ticket).status_code == 303
    assert not StoredFile.objects.exists()


def test_the_ticket_of_a_colleague_or_of_a_swept_content_is_worth_nothing(
    anna: Actor, beat: Actor, folder: Path
) -> None:
    drawn = waiting.draw(making.upload("a.png", making.picture()).file, "a.png")
    ticket = waiting.ticket(anna, drawn)
    assert waiting.claimed(anna, ticket) == drawn
    assert waiting.claimed(beat, ticket) is None
    (folder / drawn.digest[:2] / drawn.digest).unlink()
    assert waiting.claimed(anna, ticket) is None


def test_a_form_sent_twice_hangs_its_pictures_up_once(client: Client, url: str) -> None:
    for _time in range(2):
        client.post(url, {"name": "Huber", "company_name": "Huber AG", "logo": png()})
    assert StoredFile.objects.count() == 1


def test_the_sub_category_is_one_of_the_category(client: Client, url: str, anna: Actor) -> None:
    bau, handel = (categories.add_category(anna, name) for name in ("Bau", "Handel"))
    categories.add_category(anna, "Tiefbau", bau)
    page = client.get(url)
    assert '<option value="Tiefbau" data-of="Bau">' in text_of(page)
    for category in ("", handel.name):
        refused = send(client, url, name="Huber", category=category, subcategory="Tiefbau")
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in text_of(refused)
        assert filled(refused)["subcategory"] == "Tiefbau"
    assert send(client, url, name="Huber", category="bau", subcategory="tiefbau").status_code == 303
    customer = Customer.objects.get()
    assert customer.subcategory is not None
    assert (customer.subcategory.name, customer.category) == ("Tiefbau", bau)
