"""`user add` and `token add`."""

import argparse
import io
from collections.abc import Callable

import pytest
from django.utils import translation

from klientel.interfaces.cli.commands import token, user
from klientel.services.accounts import actors
from klientel.services.accounts.models import User

GOOD = "Regen-auf-dem-Kran-9"


def run(command: object, *words: str) -> int:
    parser = argparse.ArgumentParser()
    command.arguments(parser)  # type: ignore[attr-defined]  # a module of `commands`
    result: int = command.run(parser.parse_args(words))  # type: ignore[attr-defined]  # as above
    return result


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def add(*more: str, role: str = "user") -> int:
    words = ("add", "--email", "Nina@Klientel.example", "--name", "Nina Neu", "--role", role)
    return run(user, *words, *more)


def test_a_user_is_added_with_the_password_from_standard_input(
    db: None, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed(f"{GOOD}\n")
    assert add("--password-stdin", "--language", "fr") == 0
    nina = User.objects.get()
    assert nina.check_password(GOOD)
    assert (nina.email, nina.language, nina.role) == ("nina@klientel.example", "fr", "user")
    assert capsys.readouterr().out == "nina@klientel.example\n"


def test_without_anybody_to_ask_there_is_no_password(
    db: None, typed: Callable[[str], None]
) -> None:
    typed("")
    assert add() == 0
    assert not User.objects.get().has_usable_password()


def test_a_promised_password_that_does_not_come_makes_no_user(
    db: None, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed("\n")
    assert add("--password-stdin") == 1
    assert capsys.readouterr().err == "Standard input holds no password.\n"
    assert not User.objects.exists()


def test_what_is_refused_is_told_on_stderr(
    db: None, typed: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    typed("short\n")
    with translation.override("en"):
        assert add("--password-stdin") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "password: Use at least 10 characters.\n"
    assert not User.objects.exists()


def test_an_unknown_role_is_not_understood(db: None) -> None:
    with pytest.raises(SystemExit) as ended:
        add(role="root")
    assert ended.value.code == 2


def test_a_token_is_printed_alone(
    people: Callable[[str], User], capsys: pytest.CaptureFixture[str]
) -> None:
    anna = people("admin")
    words = ("add", "--user", anna.email.upper(), "--name", "script", "--read-only")
    assert run(token, *words) == 0
    secret = capsys.readouterr().out.removesuffix("\n")
    actor = actors.from_bearer(f"Bearer {secret}")
    assert actor
    assert not actor.may("customers.change")


def test_a_token_for_a_stranger_is_refused(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(token, "add", "--user", "nobody@klientel.example", "--name", "x") == 1
    assert capsys.readouterr().out == ""
