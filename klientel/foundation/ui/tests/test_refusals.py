"""What a request gets, and the log says, that a view has no answer for."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from klientel.foundation.lib.logs import LONGEST
from klientel.services.accounts.models import User

pytestmark = pytest.mark.django_db
LOG = Path(settings.DATA) / "log" / "klientel.log"
WORDS = {"de": "Diese Seite lässt sich nicht direkt öffnen", "en": "cannot be opened directly"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_address_of_a_button_answers_with_a_page(
    client: Client, people: Callable[[str], User], language: str
) -> None:
    client.force_login(people("admin"))
    answer = client.get("/import/runs/1/cancel", headers={"accept-language": language})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert WORDS[language] in page
    assert 'href="/"' in page


def test_the_api_keeps_its_own_shape(client: Client) -> None:
    answer = client.put("/api/v1/customers")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert "POST" in answer["Allow"]


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Zur Startseite"), ("fr", "page d’accueil")]
)
def test_another_host_gets_a_page_in_the_browser_s_language(
    client: Client, language: str, words: str
) -> None:
    answer = client.get("/", headers={"host": "evil.example", "accept-language": language})
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_another_host_costs_one_line_and_no_mail(
    client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    LOG.touch()
    before = LOG.stat().st_size
    client.get("/", headers={"host": "evil.example"})
    with LOG.open("rb") as log:
        log.seek(before)
        written = log.read().decode()
    assert written.count("\n") == 1
    assert "evil.example" in written
    assert not mail.outbox
    assert "evil.example" not in capfd.readouterr().err, "the terminal stays for our own faults"


def test_a_made_up_request_cannot_fill_the_log() -> None:
    LOG.touch()
    before = LOG.stat().st_size
    logging.getLogger("django.security.DisallowedHost").error("a\nb %s", "c" * 9000)
    with LOG.open("rb") as log:
        log.seek(before)
        written = log.read().decode()
    assert written.count("\n") == 1
    assert "a b ccc" in written
    assert len(written) < LONGEST + 100
