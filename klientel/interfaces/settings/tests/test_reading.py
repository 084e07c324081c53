"""Language and colours from the person menu."""

from collections.abc import Callable

import pytest
from django.test import Client

from klientel.services.accounts.models import User


@pytest.fixture
def dario(people: Callable[[str], User], client: Client) -> User:
    person = people("read_only")
    client.force_login(person)
    return person


def test_the_language_is_kept_in_the_profile(dario: User, client: Client) -> None:
    answer = client.post("/settings/language", {"language": "fr", "next": "/customers?q=a"})
    assert (answer.status_code, answer["Location"]) == (303, "/customers?q=a")
    dario.refresh_from_db()
    assert dario.language == "fr"


def test_the_colours_are_kept_in_the_profile(dario: User, client: Client) -> None:
    client.post("/settings/appearance", {"theme": "dark"})
    assert 'data-theme="klientel-dark"' in client.get("/settings/profile").content.decode()
    client.post("/settings/appearance", {"theme": "system"})
    assert "data-theme" not in client.get("/settings/profile").content.decode()


@pytest.mark.parametrize("path", ["/settings/language", "/settings/appearance"])
def test_nonsense_means_no_choice_and_never_leads_away(
    dario: User, client: Client, path: str
) -> None:
    body = {"language": "xx'<", "theme": "<b>", "next": "https://elsewhere.example/"}
    assert client.post(path, body)["Location"] == "/"
    dario.refresh_from_db()
    assert (dario.language, dario.theme) == ("", "")
