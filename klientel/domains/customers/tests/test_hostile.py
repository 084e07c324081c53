"""Bad input and hostile hands: a sentence, nothing lost, nothing half, never a crash."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.actions import customers
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor

from .pages import Answer, filled, huber, text_of

pytestmark = pytest.mark.django_db

CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    '"a" hx-get=/evil hx-trigger=load b="c"',
    "{{ 7|add:7 }}{% now 'Y' %}",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "&lt;b&gt;",
)
WIZARD = f"/customers/new?key={'0' * 32}"


class Markup(HTMLParser):
    """Finds what our own pages never have: inline handlers and scripts, strange requests."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            is_evil = (value or "").startswith("/evil")
            leads_to_script = name in ("href", "action") and "javascript:" in (value or "")
            if name.startswith("on") or is_evil or leads_to_script:
                self.found.append(f"{name}={value}")


def is_harmless(response: Answer) -> bool:
    html = response.content.decode()
    markup = Markup()
    markup.feed(html)
    return not markup.found and ">14" not in html


@pytest.mark.parametrize("text", CORPUS)
def test_no_text_becomes_markup_on_any_page(client: Client, anna: Actor, text: str) -> None:
    contact = {"last_name": text, "first_name": text, "title": text[:60], "position": text}
    customer = huber(
        anna,
        name=text,
        number=text[:50],
        category=text,
        note=text,
        external_id=text,
        external_source=text,
        addresses=[{"street": text, "city": text, "region": text, "country": "DE"}],
        contacts=[{**contact, "note": text}],
    )
    customers.change_customer(anna, customer, name=f"{text} 2", note="")
    person = Contact.objects.get()
    for url in (
        customer.get_absolute_url(),
        reverse("customers:edit", args=[customer.pk]),
        reverse("customers:contacts", args=[customer.pk]),
        reverse("customers:delete", args=[customer.pk]),
        reverse("customers:create") + f"?key={'1' * 32}",
        person.get_absolute_url(),
        f"{reverse('contacts:edit')}?ids={person.pk}",
        f"{reverse('contacts:create')}?customer={customer.pk}",
        reverse("contacts:delete", args=[person.pk]),
        reverse("customers:list"),
    ):
        page = client.get(url)
        assert page.status_code == 200, url
        assert is_harmless(page), url


@pytest.mark.parametrize("text", CORPUS)
def test_no_text_becomes_markup_while_it_travels_through_the_wizard(
    client: Client, text: str
) -> None:
    typed = {"name": text, "note": text, "category": text, "number": text[:50]}
    page = client.post(WIZARD, {**typed, "step": "company", "go": "next"})
    assert page.status_code == 200
    assert is_harmless(page)
    assert filled(page)["name"] == text
    page = client.post(WIZARD, filled(page, go="next", **{"contacts-0-last_name": text}))
    assert page.status_code == 200
    assert is_harmless(page)
    assert client.post(WIZARD, filled(page, go="save")).status_code == 303
    assert Customer.objects.get().name == text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"step": "review", "go": "save"},
        {"step": "nowhere", "go": "anything"},
        {"name": "x" * 10_000},
        {"name": "\x00\x01\x02"},
        {"name": "Huber", "type": "nonsense", "language": "??", "segment": "<b>"},
        {"name": "Huber", "phones-TOTAL_FORMS": "viele", "phones-0-value": "keine"},
        {"name": "Huber", "emails-TOTAL_FORMS": "-1", "emails-0-value": "x"},
        {"name": "Huber", "phones-999999-value": "030 23125118"},
        {"name": "Huber", "website": "javascript:alert(1)"},
        {"name": "Huber", "account_manager": "fremd@example.org"},
    ],
)
def test_nonsense_in_the_wizard_is_answered_with_a_sentence(
    client: Client, typed: dict[str, str]
) -> None:
    page = client.post(WIZARD, typed)
    assert page.status_code == 422
    assert "_error" in text_of(page) or 'role="alert"' in text_of(page)
    assert not Customer.objects.exists()


def test_a_broken_count_of_rows_loses_none_of_them(client: Client, anna: Actor) -> None:
    customer = huber(anna)
    url = reverse("customers:edit", args=[customer.pk])
    typed = filled(client.get(url), name="")
    for prefix in ("phones", "emails", "addresses"):
        del typed[f"{prefix}-TOTAL_FORMS"], typed[f"{prefix}-INITIAL_FORMS"]
    page = client.post(url, typed)
    assert page.status_code == 422
    assert filled(page)["phones-0-value"] == "030 23125118"
    assert client.post(url, {**typed, "name": "Huber KG"}).status_code == 303
    assert Customer.objects.get().name == "Huber KG"


@pytest.mark.parametrize(
    "typed", [{"version": "x"}, {"version": "9" * 30}, {"version": "-1", "seen": "0"}]
)
def test_a_forged_version_is_no_crash(client: Client, anna: Actor, typed: dict[str, str]) -> None:
    customer = huber(anna)
    url = reverse("customers:edit", args=[customer.pk])
    page = client.post(url, filled(client.get(url), name="Huber KG", **typed))
    assert page.status_code in (303, 409)


def test_a_name_too_long_keeps_what_was_typed(client: Client, anna: Actor) -> None:
    customer = huber(anna)
    url = reverse("customers:edit", args=[customer.pk])
    page = client.post(url, filled(client.get(url), name="x" * 10_000))
    assert page.status_code == 422
    assert "Höchstens 200 Zeichen" in text_of(page)
    assert filled(page)["name"] == "x" * 10_000


@pytest.mark.parametrize("signs", [21, 10_000])
def test_a_postcode_too_long_is_one_short_sentence(anna: Actor, signs: int) -> None:
    with pytest.raises(ValidationError) as refusal:
        customers.create_customer(
            anna, name="Huber", addresses=[{"postal_code": "9" * signs, "country": "DE"}]
        )
    (sentence,) = refusal.value.message_dict["addresses.0.postal_code"]
    assert len(sentence) < 60


@pytest.mark.parametrize("name", ["detail", "edit", "contacts", "delete"])
@pytest.mark.parametrize("key", [999, 10**30])
def test_what_is_not_there_is_not_found(client: Client, name: str, key: int) -> None:
    assert client.get(reverse(f"customers:{name}", args=[key])).status_code == 404


def test_foreign_keys_of_a_history_are_no_crash(client: Client, anna: Actor) -> None:
    url = huber(anna).get_absolute_url()
    for before in ("x", "9" * 40, "-1", "²"):
        assert client.get(url, {"before": before}).status_code == 200
    assert client.get(f"{url}/contacts", {"cursor": "nonsense"}).status_code == 200
