"""`import` and `undo`, as an operator and as a program would call them."""

import json
from pathlib import Path

from .conftest import Call

TRANSFER = Path(__file__).parents[3] / "services/transfer"
NORTHWIND = TRANSFER / "tests/data/customers.csv"
CARDS = TRANSFER / "intake/tests/data/vcards/google.vcf"


def test_a_file_comes_in_is_the_same_again_and_is_taken_back(call: Call) -> None:
    before = call("export", "customers", "--format", "json").stdout
    checked = json.loads(call("import", "customers", str(NORTHWIND), "--dry-run", "--json").stdout)
    assert (checked["created"], checked["refused"], checked["batch"]) == (91, 0, None)
    first = json.loads(call("import", "customers", str(NORTHWIND), "--json").stdout)
    assert list(first) == [
        "batch",
        "run",
        "rows",
        "created",
        "changed",
        "same",
        "refused",
        "seconds",
        "errors",
    ]
    assert (first["rows"], first["created"], first["errors"]) == (91, 91, [])
    again = json.loads(call("import", "customers", str(NORTHWIND), "--json").stdout)
    assert (again["same"], again["created"]) == (91, 0)
    undone = call("undo", first["batch"])
    assert (undone.returncode, "undone" in undone.stdout) == (0, True)
    assert call("export", "customers", "--format", "json").stdout == before


def test_an_address_book_comes_in_as_it_is(call: Call) -> None:
    first = json.loads(call("import", "contacts", str(CARDS), "--json").stdout)
    assert (first["rows"], first["created"], first["refused"]) == (2, 2, 0)
    found = json.loads(call("export", "contacts", "--format", "json").stdout)
    assert {each["last_name"] for each in found} == {"Müßig-Grün", "Çelik"}


def test_what_cannot_be_imported_ends_with_one_and_a_sentence(call: Call, tmp_path: Path) -> None:
    empty, wrong = tmp_path / "empty.csv", tmp_path / "wrong.csv"
    empty.touch()
    wrong.write_text("Firma;E-Mail\n;x\n", encoding="utf-8")
    for words in (
        [str(empty)],
        [str(wrong)],
        [str(tmp_path / "missing.csv")],
        [str(wrong), "--match", "colour"],
        [str(wrong), "--user", "nobody@klientel.example"],
    ):
        ended = call("import", "customers", *words)
        assert ended.returncode == 1
        assert "Traceback" not in ended.stderr
        assert (ended.stderr + ended.stdout).strip()
    assert call("undo", "nothing").returncode == 1


def test_what_is_said_of_a_row_is_said_in_the_language_of_the_user(
    call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "some.csv"
    file.write_text("Firma;Land\n;DE\nB;Utopia\n", encoding="utf-8")
    for language, reason, remark in (
        ("fr", "Veuillez saisir un nom.", "Il n’y a pas de pays"),
        ("de", "Bitte geben Sie einen Namen ein.", "Das Land „Utopia“ gibt es nicht."),
    ):
        email = f"{language}@klientel.example"
        person = ["--email", email, "--name", "Jo", "--role", "admin", "--language", language]
        assert call("user", "add", *person).returncode == 0
        ended = call("import", "customers", str(file), "--json", "--dry-run", "--user", email)
        assert json.loads(ended.stdout)["errors"][0]["reason"] == reason
        assert remark in ended.stderr


def test_some_refused_rows_are_no_failure(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_text("Firma;E-Mail;Farbe\n;x;rot\nB;b@b.example;\n", encoding="utf-8")
    ended = call("import", "customers", str(file), "--json")
    found = json.loads(ended.stdout)
    assert (ended.returncode, found["created"], found["refused"]) == (0, 1, 1)
    assert found["errors"][0]["row"] == 2
    assert "Farbe" in ended.stderr
    call("undo", found["batch"])


def test_a_file_that_changes_nothing_says_so(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("Firma;PLZ\nEinmal AG;1000\n", encoding="utf-8")
    first = call("import", "customers", str(file)).stdout.splitlines()
    assert first[0] == "1 row: 1 created, 0 changed, 0 the same, 0 refused."
    again = call("import", "customers", str(file)).stdout.splitlines()
    assert again == ["1 row: 0 created, 0 changed, 1 the same, 0 refused.", "Nothing was changed."]
    call("undo", first[1].rpartition(" ")[2])
