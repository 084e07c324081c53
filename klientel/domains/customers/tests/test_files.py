"""Files and pictures on the pages and through the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.models import Contact, Customer
from klientel.services.accounts.models import User
from klientel.services.files.models import StoredFile
from klientel.services.files.tests import making
from tests.api import Caller, caller, content, fields

from .listing import browser
from .pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def sent(name: str, given: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, given, content_type="image/png")


def files_url(customer: Customer) -> str:
    return reverse("customers:files", args=[customer.pk])


def body(response: Any) -> bytes:
    """Of a download, read to the end, which closes the file."""
    return b"".join(response.streaming_content)


def test_files_are_added_listed_fetched_and_deleted(client: Client, customer: Customer) -> None:
    assert "Noch keine Dateien" in text_of(client.get(files_url(customer)))
    two = [sent("Plan.pdf", making.PDF), sent("notiz.txt", b"Hallo")]
    answer = client.post(files_url(customer), {"file": two})
    assert (answer.status_code, answer["Location"]) == (303, files_url(customer))
    html = text_of(client.get(files_url(customer)))
    for shown in (
        "Plan.pdf",
        "PDF",
        "notiz.txt",
        "5\xa0Bytes",
        "Anna Keller",
        "2 Dateien hinzugefügt",
    ):
        assert shown in html
    file = StoredFile.objects.get(name="Plan.pdf")
    fetched = client.get(reverse("files:download", args=[file.pk]))
    assert body(fetched) == making.PDF
    assert fetched["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    assert fetched["Content-Type"] == "application/octet-stream"
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert fetched["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert fetched["Cache-Control"] == "private, no-store"
    client.post(reverse("files:delete", args=[file.pk]))
    assert client.get(reverse("files:download", args=[file.pk])).status_code == 404
    html = text_of(client.get(customer.get_absolute_url()))
    assert "Datei Plan.pdf gelöscht" in html
    assert "2 Dateien hinzugefügt" in html


def test_what_is_refused_is_said_and_nothing_is_kept(client: Client, customer: Customer) -> None:
    for given in ([], [sent("logo.png", making.SVG)], [sent("a.txt", b"")], [sent("a.exe", b"MZ")]):
        answer = client.post(files_url(customer), {"file": given})
        assert answer.status_code == 422
        assert 'role="alert"' in text_of(answer)
    assert not StoredFile.objects.exists()


def test_a_hostile_name_breaks_neither_page_nor_header(client: Client, customer: Customer) -> None:
    client.post(files_url(customer), {"file": sent("<b>x</b>.txt", b"Hallo")})
    assert "<b>x" not in client.get(files_url(customer)).content.decode()
    file = StoredFile.objects.get()
    answer = client.get(reverse("files:download", args=[file.pk]))
    assert body(answer) == b"Hallo"
    assert re.fullmatch(r'attachment; filename="[^"\r\n]+"', answer["Content-Disposition"])


def test_a_logo_is_shown_in_place_of_the_initials(client: Client, customer: Customer) -> None:
    url = reverse("customers:logo", args=[customer.pk])
    assert "Logo" in text_of(client.get(url))
    answer = client.post(url, {"picture": sent("logo.svg.png", making.picture(800, 600))})
    assert (answer.status_code, answer["Location"]) == (303, customer.get_absolute_url())
    stored = StoredFile.objects.get()
    address = reverse("files:picture", args=[stored.pk])
    html = text_of(client.get(customer.get_absolute_url()))
    assert f'src="{address}"' in html
    assert "Bild geändert" in html
    assert address not in text_of(client.get(reverse("customers:list")))
    shown = client.get(address)
    assert shown.content[8:12] == b"WEBP"
    assert shown["Content-Type"] == "image/webp"
    assert shown["Content-Disposition"].startswith("inline")
    assert "private" in shown["Cache-Control"]
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(reverse("files:download", args=[stored.pk])).status_code == 404
    client.post(url, {"remove": "1"})
    assert address not in text_of(client.get(customer.get_absolute_url()))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "given", [making.SVG, making.EPS, making.png_claiming(60_000, 60_000), b""]
)
def test_what_is_no_picture_is_refused_beside_the_field(
    client: Client, customer: Customer, given: bytes
) -> None:
    url = reverse("customers:logo", args=[customer.pk])
    answer = client.post(url, {"picture": sent("logo.png", given)})
    assert answer.status_code == 422
    assert 'id="id_picture_error"' in text_of(answer)
    assert client.post(url, {}).status_code == 422
    assert not StoredFile.objects.exists()


def test_a_contact_has_a_profile_picture(client: Client, customer: Customer) -> None:
    contact = Contact.objects.get(last_name="Huber")
    url = reverse("contacts:picture", args=[contact.pk])
    assert "Profilbild" in text_of(client.get(url))
    client.post(url, {"picture": sent("ich.jpg", making.turned_photo())})
    address = reverse("files:picture", args=[StoredFile.objects.get().pk])
    assert address in text_of(client.get(contact.get_absolute_url()))
    assert address not in text_of(client.get(customer.get_absolute_url()))


def test_who_may_only_look_is_offered_nothing_else(
    people: Callable[[str], User], customer: Customer
) -> None:
    reader = browser(people, "read_only")
    html = text_of(reader.get(files_url(customer)))
    assert 'type="file"' not in html
    assert reader.post(files_url(customer), {"file": sent("a.txt", b"a")}).status_code == 403
    assert reverse("customers:logo", args=[customer.pk]) not in html


def test_files_by_the_api(people: Callable[[str], User], customer: Customer) -> None:
    api: Caller = caller(people("admin"))
    path = f"customers/{customer.pk}/files"
    assert content(api.get(path)) == {"items": [], "next_cursor": None}
    answer = api.upload(path, {"file": sent("Plan.pdf", making.PDF)})
    added = content(answer, 201)
    assert (added["kind"], added["size"], added["added_by"]) == (
        "pdf",
        len(making.PDF),
        "anna@klientel.example",
    )
    assert content(api.get(path))["items"] == [added]
    fetched = api.client.get(answer["Location"], headers=api.headers)
    assert body(fetched) == making.PDF
    assert fetched["Content-Disposition"] == 'attachment; filename="Plan.pdf"'
    assert fields(api.upload(path, {"file": sent("logo.png", making.SVG)})) == {"file"}
    assert content(api.get(path))["next_cursor"] is None
    assert fields(api.get(f"{path}?cursor=nonsense")) == {"cursor"}
    other = f"customers/{customer.pk + 1}/files/{added['id']}"
    assert api.delete(other).status_code == 404
    deleted = api.delete(f"{path}/{added['id']}")
    assert deleted.status_code == 204
    assert content(api.get(path))["items"] == []
    assert content(api.post(f"batches/{deleted['Klientel-Batch']}/undo"))
    assert content(api.get(path))["items"] == [added]
