"""Commands, called as an operator calls them."""

import argparse
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from zlib import crc32

import pytest

from klientel.interfaces.cli import commands, dispatch

from .conftest import Call


def test_help_names_every_command(call: Call) -> None:
    done = call("--help")
    assert done.returncode == 0
    modules = (path.stem.rstrip("_") for path in Path(commands.__file__).parent.glob("[!_]*.py"))
    assert not [name for name in modules if f"\n    {name} " not in done.stdout]


@pytest.mark.parametrize(
    "words", [(), ("serve",), ("user", "add"), ("token", "add"), ("import",), ("undo",), ("check",)]
)
def test_help_speaks_in_sentences(words: tuple[str, ...]) -> None:
    """What stands between two options begins with a capital and ends with a full stop."""
    parser: argparse.ArgumentParser = dispatch._parser()
    for word in words:
        choices = next(each.choices for each in parser._actions if isinstance(each.choices, dict))
        parser = choices[word]
    given = [each.help for each in parser._actions if each.help]
    assert given
    assert [text for text in given if not (text[0].isupper() and text.endswith("."))] == []


def test_refusals_are_told_in_english_and_name_what_was_given(call: Call) -> None:
    call("user", "add", "--email", "t@b.example", "--name", "T", "--role", "user")
    done = call("token", "add", "--user", "t@b.example", "--name", "")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "name: This field cannot be blank.\n"


def test_a_word_that_is_no_command_is_answered_with_2(call: Call) -> None:
    done = call("sreve")
    assert done.returncode == 2
    assert "invalid choice" in done.stderr


def test_check_prepares_an_empty_folder_and_finds_the_database_sound(
    call: Call, data: Path
) -> None:
    done = call("check")
    assert "database: ok" in done.stdout
    assert "schema: ok" in done.stdout
    assert "security log: ok" in done.stdout
    assert (data / "klientel.sqlite3").is_file()
    assert (data / "secret-key").stat().st_mode & 0o777 == 0o600


def test_check_compares_and_repairs_the_search(call: Call, data: Path) -> None:
    assert "search: ok" in call("check", "--search").stdout
    with closing(sqlite3.connect(data / "klientel.sqlite3")) as found, found:
        found.execute(
            "INSERT INTO search_document (id, kind, text) VALUES (?, ?, 'ghost')",
            [4096 * 1024 + crc32(b"customers.customer") % 1024, "customers.customer"],
        )
    damaged = call("check", "--search")
    assert damaged.returncode == 1
    assert "search: the index is damaged" in damaged.stdout
    assert "search: ok" in call("check", "--repair").stdout


def test_check_notices_a_security_event_that_was_changed(call: Call, data: Path) -> None:
    call("user", "add", "--email", "a@b.example", "--name", "A", "--role", "admin")
    assert "security log: ok" in call("check").stdout
    with closing(sqlite3.connect(data / "klientel.sqlite3")) as found, found:
        (kind,) = found.execute("SELECT kind FROM journal_securityevent WHERE id = 1").fetchone()
        found.execute("UPDATE journal_securityevent SET kind = 'other' WHERE id = 1")
    assert "security log: the chain is broken at event 1" in call("check").stdout
    with closing(sqlite3.connect(data / "klientel.sqlite3")) as found, found:
        found.execute("UPDATE journal_securityevent SET kind = ? WHERE id = 1", [kind])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KLIENTEL_PORT", "eighty"),
        ("KLIENTEL_TIME_ZONE", "Europe/Entenhausen"),
        ("KLIENTEL_DATABASE_URL", "mysql://host/klientel"),
        ("KLIENTEL_DATABASE_URL", "postgresql://host/klientel?colour=red"),
        ("KLIENTEL_SECRET_KEY", "short"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_one_sentence(
    call: Call, name: str, value: str
) -> None:
    done = call("check", **{name: value})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name}: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_backup_holds_the_database_the_files_and_the_secret_key(
    call: Call, data: Path, tmp_path: Path
) -> None:
    target = tmp_path / "backup.tar.gz"
    kept = data / "files" / "ab" / "abcdef"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a file of a record")
    assert call("backup", str(target)).stdout.strip() == str(target)
    assert target.stat().st_mode & 0o777 == 0o600
    with tarfile.open(target) as archive:
        content = archive.extractfile("files/ab/abcdef")
        assert content
        assert content.read() == b"a file of a record"
        for name in ("secret-key", "klientel.sqlite3"):  # Python 3.11.2 has no safe extractall yet
            member = archive.extractfile(name)
            assert member
            (tmp_path / name).write_bytes(member.read())
    assert (tmp_path / "secret-key").read_bytes() == (data / "secret-key").read_bytes()
    with closing(sqlite3.connect(tmp_path / "klientel.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM django_migrations").fetchone()[0]


def test_a_backup_into_a_folder_that_is_not_there_is_refused(call: Call, tmp_path: Path) -> None:
    done = call("backup", str(tmp_path / "nowhere" / "backup.tar.gz"))
    assert done.returncode == 1
    assert not done.stdout


def test_a_relative_file_lies_where_the_caller_stands(call: Call, data: Path) -> None:
    assert call("backup", "here.tar.gz").returncode == 0
    assert (data.parent / "here.tar.gz").is_file()
