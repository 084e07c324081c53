"""Every page and action is found in the command palette by each of its names, and opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from klientel.foundation.access import Actor
from klientel.foundation.ui import commands
from klientel.foundation.ui.menu import url_of
from klientel.services.accounts.models import User
from tests.matrix.endpoints import everything

pytestmark = pytest.mark.django_db
LANGUAGES = ("de", "fr", "en")
ELSEWHERE = {  # opened with something in hand, by a key of its own, or on the way in and out
    "/_patterns",
    "/_patterns/dialog",
    "/_patterns/plain",
    "/accounts/address/confirmed",
    "/accounts/again",
    "/accounts/logout",
    "/accounts/password/chosen",
    "/accounts/password/forgotten",
    "/accounts/password/forgotten/done",
    "/contacts/conditions",
    "/customers/conditions",
    "/duplicates/customers",
    "/palette",
    "/search",
    "/settings/privacy/apply",
}


@pytest.fixture
def client(people: Callable[[str], User], client: Client) -> Client:
    client.force_login(people("admin"))
    return client


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_found_by_each_of_its_names(anna: Actor, language: str) -> None:
    missing = []
    with translation.override(language):
        for title, entry in commands.entries():
            for name in (title, str(entry.title), *map(str, entry.aliases)):
                found = [command.url for command in commands.matching(anna, name)]
                if url_of(entry.url_name) not in found:
                    missing.append((name, entry.url_name))
    assert missing == []


def test_what_is_found_opens(client: Client, anna: Actor) -> None:
    urls = [command.url for command in commands.commands(anna)]
    answers = {url: client.get(url, follow=True).status_code for url in urls}
    assert {url: status for url, status in answers.items() if status != 200} == {}


def test_every_page_that_opens_by_itself_is_in_the_palette(client: Client, anna: Actor) -> None:
    known = {command.url for command in commands.commands(anna)}
    pages = {
        each.address({})
        for each in everything()
        if each.method == "GET" and not each.operation and not each.arguments
    }
    open_ones: set[str] = set()
    for address in sorted(pages - known):
        answer = client.get(address)
        if answer.status_code == 200 and b"<main" in answer.content:
            open_ones.add(address)
    assert open_ones == ELSEWHERE
