"""How long a session lasts, by a clock that stands where the test puts it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from klientel.foundation.lib import clock
from klientel.services.accounts import sessions
from klientel.services.accounts.models import User

PASSWORD = "Kran-und-Bagger-7"
PAGE = "/settings/profile"
START = datetime.now(UTC)
People = Callable[[str], User]


def sign_in(client: Client, user: User, **fields: str) -> None:
    with clock.standing_at(START):
        client.post("/accounts/login", {"login": user.email, "password": PASSWORD} | fields)
    assert client.cookies["klientel_session"].value


def visit(client: Client, after: timedelta) -> bool:
    """Whether the session still opens a page then."""
    with clock.standing_at(START + after):
        return client.get(PAGE).status_code == 200


def test_twelve_hours_unused_end_a_session(client: Client, people: People) -> None:
    sign_in(client, people("user"))
    key = client.cookies["klientel_session"].value
    assert visit(client, timedelta(hours=12))
    assert not visit(client, timedelta(hours=24, seconds=1))
    assert not Session.objects.filter(session_key=key).exists()
    assert not visit(client, timedelta(hours=1)), "what has ended does not come back"


def test_a_remembered_one_lasts_fourteen_days_unused(client: Client, people: People) -> None:
    sign_in(client, people("user"), remember="on")
    assert int(client.cookies["klientel_session"]["max-age"]) == 14 * 24 * 3600
    assert visit(client, timedelta(days=13))
    assert not visit(client, timedelta(days=27, seconds=1))


def test_without_a_tick_the_cookie_ends_with_the_browser(client: Client, people: People) -> None:
    sign_in(client, people("user"))
    assert client.cookies["klientel_session"]["max-age"] == ""


@pytest.mark.parametrize("remember", [{}, {"remember": "on"}])
def test_none_lasts_longer_than_thirty_days(
    client: Client, people: People, remember: dict[str, str]
) -> None:
    sign_in(client, people("user"), **remember)
    assert all(visit(client, timedelta(hours=half * 12)) for half in range(61))
    assert not visit(client, timedelta(days=30, seconds=1))


def test_signing_in_again_begins_anew(client: Client, people: People) -> None:
    sign_in(client, people("user"))
    old = client.cookies["klientel_session"].value
    with clock.standing_at(START + timedelta(days=29)):
        client.post("/accounts/login", {"login": people("user").email, "password": PASSWORD})
    assert client.cookies["klientel_session"].value != old
    assert visit(client, timedelta(days=29, hours=11))


def test_reading_writes_the_session_at_most_once_a_minute(client: Client, people: People) -> None:
    sign_in(client, people("user"))

    def writes(after: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visit(client, timedelta(seconds=after))
        return sum("UPDATE" in q["sql"] and "django_session" in q["sql"] for q in queries)

    assert [writes(after) for after in (1, 30, 59, 60, 61, 119, 121)] == [0, 0, 0, 1, 0, 0, 1]


def test_the_list_names_only_sessions_that_are_open(client: Client, people: People) -> None:
    beat, other = people("user"), Client()
    sign_in(other, beat)
    with clock.standing_at(START + timedelta(hours=13)):
        client.post("/accounts/login", {"login": beat.email, "password": PASSWORD})
        page = client.get("/settings/security")
    assert len(page.context["sessions"]) == 1


def test_a_session_from_before_there_were_limits_begins_with_its_next_use(
    client: Client, people: People
) -> None:
    with clock.standing_at(START):
        client.force_login(people("user"))
    assert sessions.BEGAN not in client.session
    assert visit(client, timedelta(days=5))
    assert visit(client, timedelta(days=5, hours=11))
    assert not visit(client, timedelta(days=6))
