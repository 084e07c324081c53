"""What is done before a command runs, and that it is done once."""

import gettext
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from klientel.interfaces.cli.prepare import catalogues, database, marks, node

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Customers"
msgstr "Kunden"
"""


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.1", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
    ],
)
def test_node_is_used_when_it_is_new_enough(version: str, *, expected: bool) -> None:
    assert node.is_new_enough(version) is expected


def test_a_checksum_follows_the_content_and_not_the_clock(tmp_path: Path) -> None:
    file = tmp_path / "source"
    file.write_text("one")
    before = marks.checksum([file])
    os.utime(file, (1, 1))
    assert marks.checksum([file]) == before
    file.write_text("two")
    assert marks.checksum([file]) != before


def test_an_outdated_catalogue_is_compiled_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    source = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    catalogues.compile_outdated()
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Customers") == "Kunden"
    assert not list(catalogues.outdated())
    later = time.time() + 60
    os.utime(source, (later, later))
    assert list(catalogues.outdated()) == [source]


def test_a_copy_of_the_database_is_whole_while_others_write(tmp_path: Path) -> None:
    source, target = tmp_path / "source.sqlite3", tmp_path / "target.sqlite3"
    with closing(sqlite3.connect(source, isolation_level=None)) as busy:
        busy.execute("PRAGMA journal_mode=WAL")
        busy.execute("CREATE TABLE row (id INTEGER)")
        busy.execute("INSERT INTO row VALUES (1)")
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("INSERT INTO row VALUES (2)")
        database.copy_sqlite(source, target)
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT id FROM row").fetchall() == [(1,)]
    assert target.stat().st_mode & 0o777 == 0o600
