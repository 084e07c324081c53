"""A spreadsheet on its whole way: uploaded, shown, imported, its refused rows fetched."""

import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.foundation.lib.digests import sha256
from klientel.services.accounts.models import User
from klientel.services.transfer import queries
from klientel.services.transfer.intake.tests.books import packed, rows, xlsx
from klientel.services.transfer.models import Run

from .conftest import Bring, opened

pytestmark = pytest.mark.django_db
BOOK = xlsx(
    rows(
        ["Kunden"],
        ["Firma", "PLZ", "Telefon", "E-Mail"],
        ["Müller", "01067", "#REF!", "a@b.example"],
        [],
        ["", "50667", "", ""],
    ),
    rows(["Lager"], ["Schraube"]),
)


def test_a_spreadsheet_is_imported_with_its_own_row_numbers(bring: Bring) -> None:
    run = bring("customers", BOOK)
    assert (run.rows, run.created, run.refused) == (2, 1, 1)
    assert Customer.objects.get().name == "Müller"
    said = queries.summary(run)
    assert [(e["row"], e["column"], e["value"]) for e in said["remarks"]] == [
        (3, "Telefon", "#REF!")
    ]
    assert [e["row"] for e in said["errors"]] == [5]
    assert (said["format"], run.layout["sheet"]) == ("xlsx", "Blatt 1")
    assert run.sha256 == sha256(io.BytesIO(BOOK))


def test_the_same_spreadsheet_changes_nothing_and_is_recognised(bring: Bring, anna: Actor) -> None:
    first = bring("customers", BOOK)
    second = bring("customers", BOOK)
    assert (second.created, second.changed, second.same) == (0, 0, 1)
    assert queries.twin(anna, second, 60) == first


def test_pages_say_what_was_read(people: Callable[[str], User], bring: Bring) -> None:
    client = Client()
    client.force_login(people("admin"))
    upload = client.get(reverse("transfer:upload")).content.decode()
    assert "XLSX, XLS, ODS" in upload
    assert ".xlsx" in upload
    file = io.BytesIO(packed({"x/kunden.xlsx": BOOK}))
    file.name = "kunden.csv"  # the name is not what it is
    client.post(reverse("transfer:upload"), {"kind": "customers", "file": file})
    run = Run.objects.get()
    assert run.file_name == "kunden.csv"
    columns = client.get(reverse("transfer:columns", args=[run.pk])).content.decode()
    done = bring("customers", BOOK)
    result = client.get(reverse("transfer:run", args=[done.pk])).content.decode()
    for page in (columns, result):
        assert "Blatt 1" in page
        assert "Blatt 2" in page
    assert "kunden.xlsx" in columns


def test_refused_rows_come_back_as_csv_and_can_be_imported(bring: Bring) -> None:
    run = bring("customers", BOOK)
    client = Client()
    assert run.owner is not None
    client.force_login(run.owner)
    answer = client.get(reverse("transfer:refused", args=[run.pk]))
    content = answer.getvalue().decode("utf-8-sig")
    assert content.splitlines()[0] == "_row;_error;Firma;PLZ;Telefon;E-Mail"
    assert content.splitlines()[1].startswith("5;")
    again = bring("customers", content.replace(";;50667", ";Schmidt;50667"))
    assert (again.created, again.refused) == (1, 0)


def test_what_cannot_be_read_leaves_nothing_behind(anna: Actor) -> None:
    with pytest.raises(ValidationError):
        opened(anna, "customers", BOOK[:2000])
    assert not Run.objects.exists()
