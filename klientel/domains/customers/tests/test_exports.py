"""Out of the house: complete, the same each time, harmless for spreadsheets."""

import argparse
import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from klientel.domains.customers import exports
from klientel.domains.customers.actions import deleting
from klientel.domains.customers.tests.listing import browser, many, several
from klientel.foundation.access import SYSTEM, Actor
from klientel.interfaces.cli.commands import export as command
from klientel.services.accounts.models import User
from klientel.services.journal.models import SecurityEvent
from klientel.services.journal.undo import undo_batch
from klientel.services.transfer import exporting
from klientel.services.transfer.guard import unguard

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


def huber(actor: Actor) -> None:
    several(
        actor,
        {
            "number": "007",
            "name": "=HYPERLINK(1)",
            "segment": "rental",
            "category": "Gold",
            "note": 'erste Zeile\nzweite; "Zeile"',
            "emails": [{"value": "a@x.example"}, {"value": "b@x.example", "preferred": True}],
            "phones": [
                {"kind": "phone", "value": "030 23125 118"},
                {"kind": "fax", "value": "030 23125 119"},
            ],
            "addresses": [
                {"street": "Am Rhein 1", "postal_code": "01067", "city": "Köln", "country": "DE"},
                {"purpose": "billing", "city": "Bern", "country": "CH"},
            ],
            "contacts": [{"first_name": "Sabine", "last_name": "Huber", "title": "Dr."}],
        },
    )


def sent(client: Client, path: str, **given: Any) -> bytes:
    answer = client.post(path, given)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a streamed file


def table(content: bytes, delimiter: str = ";") -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_the_view_is_exported_as_it_stands(anna: Actor, client: Client) -> None:
    many(anna, 60)
    client.post("/customers/columns", {"columns": ["name", "city", "added"]})
    content = sent(client, "/customers/export", format="csv", query="q=firma&sort=-name")
    assert content.startswith("\ufeffName;Ort;Hinzugefügt\r\n".encode())
    rows = table(content)
    assert [row["Name"] for row in rows] == [f"Firma {n:03d}" for n in range(59, -1, -1)]
    assert rows[0]["Ort"] == "Bern"


def test_only_chosen_rows_when_there_is_a_choice(anna: Actor, client: Client) -> None:
    customers = many(anna, 3)
    content = sent(client, "/customers/export", format="csv", chosen=str(customers[1].pk))
    assert [row["Name"] for row in table(content)] == ["Firma 001"]


def test_readers_of_english_get_commas(anna: Actor, people: People) -> None:
    many(anna, 1)
    person = people("admin")
    person.language = "en"
    person.save()
    content = sent(browser(people), "/customers/export", format="csv")
    assert content.startswith(b"Name,Number,Segment")


def test_a_streamed_file_keeps_the_readers_language_to_its_end(anna: Actor, people: People) -> None:
    huber(anna)
    person = people("admin")
    person.language = "fr"
    person.save()
    [row] = table(sent(browser(people), "/customers/export", format="csv", fields="all"))
    assert (row["Segment"], row["Nature"]) == ("Loueur", "Entreprise")


def test_all_fields_carry_every_address_phone_and_mail_under_stable_names(
    anna: Actor, client: Client
) -> None:
    huber(anna)
    [row] = table(sent(client, "/customers/export", format="csv", fields="all"))
    assert row["Nummer"] == "007"
    assert row["Name"] == "'=HYPERLINK(1)"
    assert (row["E-Mail"], row["E-Mail 2"]) == ("b@x.example", "a@x.example")
    assert (row["Telefon"], row["Fax"]) == ("'+493023125118", "'+493023125119")
    assert (row["Postleitzahl"], row["Ort"], row["Ort 2"]) == ("01067", "Köln", "Bern")
    assert (row["Segment"], row["Aktiv"], row["Notiz"]) == (
        "Vermieter",
        "Ja",
        'erste Zeile\nzweite; "Zeile"',
    )


def test_a_workbook_has_typed_cells_and_no_formula(anna: Actor, client: Client) -> None:
    huber(anna)
    content = sent(client, "/customers/export", format="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    titles, values = ([cell.value for cell in row] for row in sheet.iter_rows())
    row = dict(zip(titles, values, strict=True))
    assert row["Name"] == "=HYPERLINK(1)"
    assert sheet["A2"].data_type == "s"
    assert row["Nummer"] == "007"
    assert isinstance(row["Hinzugefügt"], datetime)


def test_an_export_is_logged_without_what_was_searched_for(anna: Actor, client: Client) -> None:
    many(anna, 2)
    sent(client, "/customers/export", format="csv", query="q=firma&segment=other")
    event = SecurityEvent.objects.latest("pk")
    assert (event.kind, event.actor_id) == ("transfer.export", anna.user_id)
    assert event.data == {"subject": "customers", "rows": 2, "filter": ["segment", "q"]}


def test_records_nest_and_carry_no_version_and_no_time(anna: Actor) -> None:
    huber(anna)
    [customer] = exports.records(anna, "customers", exports.keys_of(anna, "customers"))
    assert customer["contacts"][0]["last_name"] == "Huber"
    assert customer["addresses"][1]["city"] == "Bern"
    assert customer["phones"][1] == {"kind": "fax", "value": "+493023125119", "preferred": False}
    assert not {"version", "updated_at", "created_at", "id"} & set(customer)
    [contact] = exports.records(anna, "contacts", exports.keys_of(anna, "contacts"))
    assert contact["customer"] == {"number": "007", "name": "=HYPERLINK(1)"}
    assert contact["title"] == "Dr."


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
@pytest.mark.parametrize("kind", exports.KINDS)
def test_two_exports_of_the_same_state_are_the_same_bytes(
    anna: Actor, tmp_path: Path, kind: str, form: str
) -> None:
    customers = many(anna, 30)
    before = run(kind, tmp_path / f"before.{form}")
    batch = anna.via("web", "b" * 32)
    deleting.delete_customers(batch, customers[3:9])
    assert run(kind, tmp_path / f"between.{form}") != before
    undo_batch(anna, "b" * 32)
    assert run(kind, tmp_path / f"after.{form}") == before


def run(kind: str, target: Path) -> bytes:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    assert command.run(parser.parse_args([kind, "--output", str(target)])) == 0
    return target.read_bytes()


def test_the_command_writes_english_keys_and_codes(anna: Actor, tmp_path: Path) -> None:
    huber(anna)
    [row] = table(run("customers", tmp_path / "c.csv"), ",")
    assert (row["number"], row["segment"], row["active"]) == ("007", "rental", "true")
    assert unguard(row["phone"]) == "+493023125118"
    assert list(row)[:4] == ["number", "name", "kind", "type"]
    [row] = table(run("contacts", tmp_path / "k.csv"), ",")
    assert (row["customer_number"], row["last_name"], row["primary"]) == ("007", "Huber", "true")
    [record] = json.loads(run("customers", tmp_path / "c.json"))
    assert record["name"] == "=HYPERLINK(1)"
    assert json.loads(run("customers", tmp_path / "c.jsonl")) == record
    assert openpyxl.load_workbook(io.BytesIO(run("customers", tmp_path / "c.xlsx"))).active


def test_workbooks_do_not_tell_when_they_were_made(anna: Actor, tmp_path: Path) -> None:
    huber(anna)
    book = openpyxl.load_workbook(io.BytesIO(run("customers", tmp_path / "c.xlsx")))
    assert book.properties.created == exporting.ALWAYS.replace(tzinfo=None)
    assert book.properties.modified == book.properties.created


def test_a_folder_that_is_not_there_is_one_sentence(
    anna: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    assert command.run(parser.parse_args(["customers", "--output", str(tmp_path / "x/y.csv")])) == 1
    assert "could not be written" in capsys.readouterr().err


def test_every_flat_column_has_a_heading(anna: Actor) -> None:
    huber(anna)
    for kind in exports.KINDS:
        names = exports.columns(kind)
        titles = exports.titles(names)
        assert len(set(titles)) == len(titles)
        rows = list(exports.rows(SYSTEM, kind, exports.keys_of(SYSTEM, kind), is_labelled=False))
        assert all(len(row) == len(names) for row in rows)
    assert exporting.MEDIA_TYPES.keys() == {"csv", "xlsx", "json", "jsonl"}


def sheets(rows: list[list[str]], name: str = "Kunden") -> dict[str, list[list[str]]]:
    file = io.BytesIO()
    exporting.write_xlsx(file, ["Name", "Notiz"], rows, name=name)
    book = openpyxl.load_workbook(file)
    return {
        sheet.title: [
            [str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }


@pytest.mark.parametrize("sign", ["x", "😀", "x😀"])
def test_a_text_too_long_for_a_cell_is_cut_there_and_stands_whole_on_a_last_sheet(
    sign: str,
) -> None:
    text = sign * (40_000 // len(sign))
    found = sheets([["Alpha", "kurz"], ["Beta", text], ["Gamma", ""]])
    assert list(found) == ["Kunden", "Lange Texte"]
    cell = found["Kunden"][2][1]
    assert len(cell.encode("utf-16-le")) // 2 <= exporting.CELL_SIGNS
    assert text.startswith(cell.removesuffix(exporting.CUT))
    assert cell.endswith(exporting.CUT)
    assert [row[0] for row in found["Kunden"][1:]] == ["Alpha", "Beta", "Gamma"]
    _titles, *parts = found["Lange Texte"]
    assert "".join(row[3] for row in parts) == text
    assert [row[:3] for row in parts] == [
        ["Kunden", "B3", str(part)] for part in range(1, len(parts) + 1)
    ]
    assert all(len(row[3].encode("utf-16-le")) // 2 <= exporting.CELL_SIGNS for row in parts)


def test_a_text_that_just_fits_stays_in_its_cell() -> None:
    text = "x" * exporting.CELL_SIGNS
    assert sheets([["Alpha", text]]) == {"Kunden": [["Name", "Notiz"], ["Alpha", text]]}
