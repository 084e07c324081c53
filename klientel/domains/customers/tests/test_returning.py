"""“Save & close” of contacts leads back to the table they were opened from, and nowhere else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.models import Contact
from klientel.foundation.access import Actor

from .pages import filled, huber, text_of

pytestmark = pytest.mark.django_db
OURS = "http://testserver"


@pytest.fixture
def contact(anna: Actor) -> Contact:
    huber(anna)
    return Contact.objects.get(last_name="Huber")


def saved(client: Client, contact: Contact, came: str, **typed: str) -> str:
    """Where a form that was opened from there leads after saving."""
    url = reverse("contacts:edit")
    page = client.post(url, {"ids": contact.pk}, headers={"Referer": came} if came else {})
    answer = client.post(url, filled(page, **typed), headers={"Referer": f"{OURS}{url}"})
    assert answer.status_code == 303
    return answer["Location"]


@pytest.mark.parametrize(
    "came",
    [
        "/contacts?q=huber&primary=yes&sort=-name",
        "/contacts",
        "/contacts/organisations?q=huber",
        "/customers/organisations",
        "/customers/{customer}",
        "/customers/{customer}/contacts?sort=name",
        "/contacts/{contact}",
    ],
)
def test_it_leads_back_to_where_it_was_opened(client: Client, contact: Contact, came: str) -> None:
    came = came.format(customer=contact.customer_id, contact=contact.pk)
    assert saved(client, contact, f"{OURS}{came}") == came
    contact.refresh_from_db()
    typed = {f"c{contact.pk}-position": "Inhaberin"}
    assert saved(client, contact, f"{OURS}{came}", **typed) == came


@pytest.mark.parametrize(
    "came",
    [
        "",
        "https://evil.example/contacts",
        "//evil.example/contacts",
        "http://testserver.evil.example/contacts",
        "http://testserver@evil.example/contacts",
        "javascript:alert(1)//contacts",
        f"{OURS}//evil.example/contacts",
        f"{OURS}/\\evil.example/contacts",
        f"{OURS}/accounts/logout",
        f"{OURS}/contacts/edit",
        f"{OURS}/contacts/../accounts/logout",
        "data:text/html,/contacts",
    ],
)
def test_from_anywhere_else_it_leads_to_the_contact(
    client: Client, contact: Contact, came: str
) -> None:
    assert saved(client, contact, came) == contact.get_absolute_url()
    page = client.post(reverse("contacts:edit"), {"ids": contact.pk})
    answer = client.post(reverse("contacts:edit"), filled(page, next=came))
    assert answer["Location"] == contact.get_absolute_url()


def test_cancelling_leads_there_too_and_a_mistake_does_not_forget_it(
    client: Client, contact: Contact
) -> None:
    came = "/contacts?q=huber"
    page = client.post(
        reverse("contacts:edit"), {"ids": contact.pk}, headers={"Referer": f"{OURS}{came}"}
    )
    assert f'href="{came}"' in text_of(page)
    wrong = {f"c{contact.pk}-emails-0-value": "nein"}
    refused = client.post(reverse("contacts:edit"), filled(page, **wrong))
    assert refused.status_code == 422
    right = filled(refused, **{f"c{contact.pk}-emails-0-value": ""})
    assert client.post(reverse("contacts:edit"), right)["Location"] == came
