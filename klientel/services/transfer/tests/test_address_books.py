"""Address books of devices and JSON of other programs, all the way in."""

import csv
import io
import json

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.transfer import actions, importers, mapping
from klientel.services.transfer.intake import json_lines, vcard
from klientel.services.transfer.intake.tests.test_vcard import DATA, rows
from klientel.services.transfer.models import Run

from .conftest import Bring, through

pytestmark = pytest.mark.django_db
KEPT = {  # what neither customers nor contacts have a property for
    *("Department", "Name suffix", "Nickname", "Birthday", "Role", "Pager", "Not taken over"),
    *("Kinds of numbers and addresses", "Assistant", "Distribution list", "Members"),
}
OF_CUSTOMERS = {"Street and number", "Postcode", "City", "Region", "Website"}
DEVICES = sorted(path.stem for path in DATA.glob("*.vcf"))


def book(name: str) -> bytes:
    return (DATA / f"{name}.vcf").read_bytes()


def counts(run: Run) -> dict[str, int]:
    return {name: getattr(run, name) for name in importers.OUTCOMES if getattr(run, name)}


@pytest.mark.parametrize("kind", ["customers", "contacts"])
@pytest.mark.parametrize("device", DEVICES)
def test_every_card_of_a_device_is_accounted_for_and_the_same_again(
    bring: Bring, device: str, kind: str
) -> None:
    first, again = bring(kind, book(device)), bring(kind, book(device))
    assert first.rows == len(rows(book(device))) == sum(counts(first).values())
    assert first.layout["format"] == "vcard"
    assert counts(again) == {
        name: count
        for name, count in (("same", first.created), ("refused", first.refused))
        if count
    }


def proposed(device: str, kind: str, language: str) -> dict[str, str]:
    """By the English title."""
    with (DATA / f"{device}.vcf").open("rb") as file:
        with translation.override(language):
            titles = next(vcard.table(file))
        with translation.override("en"):
            english = next(vcard.table(file))
    found = mapping.propose(titles, importers.importer(kind).properties)
    return {name: found.get(title, "") for name, title in zip(english, titles, strict=True)}


@pytest.mark.parametrize("kind", ["customers", "contacts"])
def test_titles_of_cards_are_known_in_every_language(kind: str) -> None:
    for device in DEVICES:
        found = proposed(device, kind, "en")
        assert found == proposed(device, kind, "de") == proposed(device, kind, "fr")
        left = {title for title, key in found.items() if not key and not title.isupper()}
        of_others = OF_CUSTOMERS if kind == "contacts" else {"vCard UID"}
        assert {title.removesuffix(" 2") for title in left} <= KEPT | of_others


def test_a_card_becomes_a_contact_with_all_it_says(bring: Bring) -> None:
    bring("contacts", book("apple"))
    found = Contact.objects.get(last_name="Lefèvre")
    assert (found.first_name, found.position, found.salutation) == ("Anaïs", "Gérante", "ms")
    assert (found.external_source, found.external_id) == ("vcarduid", "7A3F-1")
    values = list(found.points.order_by("pk").values_list("value", flat=True))
    assert {"anais@coeur.example", "compta@coeur.example", "+33698765432"} <= set(values)
    for said in ("12, rue de l’Église\n  Bâtiment B", "44000", "Spouse: Paul", "(1 kB)"):
        assert said in found.note


def test_a_card_becomes_a_customer_with_its_contact_and_addresses(bring: Bring) -> None:
    bring("customers", book("google"))
    found = Customer.objects.get(name="Müßig & Söhne GmbH")
    [contact] = found.contacts.all()
    assert (contact.last_name, contact.title) == ("Müßig-Grün", "Dr.")
    streets = [(each.street, each.postal_code) for each in found.addresses.order_by("pk")]
    assert streets[0] == ("Lange Straße 7, Hof 2", "01067")
    assert len(streets) == 2


def test_a_courtesy_before_a_title_is_told_from_it_for_customers_too(bring: Bring) -> None:
    bring("customers", book("outlook"))
    contact = Contact.objects.get(last_name="Größwang")
    assert (contact.salutation, contact.title) == ("ms", "Dr.")


def test_a_list_of_people_is_refused_as_the_card_it_is(bring: Bring) -> None:
    run = bring("contacts", book("nextcloud"))
    assert [row.row for row in run.shown.filter(outcome="refused")] == [2, 3]


def test_the_page_takes_cards_and_gives_back_the_refused_ones(client: Client, anna: Actor) -> None:
    client.force_login(User.objects.get(pk=anna.user_id or 0))
    accepted = client.get(reverse("transfer:upload")).content.decode()
    assert all(ending in accepted for ending in (*vcard.FORMAT.endings, *json_lines.FORMAT.endings))
    file = io.BytesIO(book("nextcloud"))
    file.name = "kontakte.vcf"
    client.post(reverse("transfer:upload"), {"kind": "contacts", "file": file})
    run = Run.objects.get()
    columns = client.get(reverse("transfer:columns", args=[run.pk])).content.decode()
    assert "Ødegård" in columns
    through(actions.start(anna, run, worker="me"))
    response = client.get(reverse("transfer:refused", args=[run.pk]))
    assert isinstance(response, StreamingHttpResponse)
    text = b"".join(response).decode("utf-8-sig")
    refused = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["_row"] for row in refused] == ["2", "3"]
    assert "Fjordbåt AS" in refused[0].values()


JSON = [
    {"number": "007", "name": "Öl AG", "address": {"city": "Köln"}, "email": ["a@oel.example"]},
    {"number": "008", "name": "Łódź", "tags": ["Messe", "Süd"], "size": 12345678901234567890},
]


@pytest.mark.parametrize(
    "content", [json.dumps(JSON), "\n".join(json.dumps(each, ensure_ascii=False) for each in JSON)]
)
def test_json_is_imported_as_a_list_and_by_line(bring: Bring, content: str) -> None:
    run = bring("customers", content)
    assert (run.layout["format"], counts(run)) == ("json", {"created": 2})
    assert counts(bring("customers", content)) == {"same": 2}
    first, second = Customer.objects.order_by("number")
    assert (first.number, first.name) == ("007", "Öl AG")
    assert "12345678901234567890" in second.note
    assert {each.tag.name for each in second.taggings.all()} == {"Messe", "Süd"}


def test_a_broken_line_of_json_is_a_refused_row(bring: Bring) -> None:
    run = bring("customers", '{"name":"A"}\n{"name":"B\n{"name":"C"}\n')
    assert counts(run) == {"created": 2, "refused": 1}
    [row] = run.shown.filter(outcome="refused")
    assert row.row == 2


def test_a_run_of_cards_is_undone(bring: Bring, anna: Actor) -> None:
    run = bring("contacts", book("samsung"))
    actions.undo(anna, run)
    assert not Contact.objects.visible_to(anna).exists()
