"""Signing in and out over HTTP."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actions, showcase
from klientel.services.accounts.models import Company, User
from klientel.services.journal.models import SecurityEvent

PASSWORD = "Kran-und-Bagger-7"
LOGIN = "/accounts/login"
PROFILE = "/settings/profile"
NAME = r'name="(\w+)"'
People = Callable[[str], User]


def sign_in(client: Client, user: User, **fields: str) -> str:
    """Where the sign-in leads to."""
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD} | fields)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_page_leads_to_the_sign_in_and_back(client: Client, people: People) -> None:
    people("user")
    answer = client.get(f"{PROFILE}?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"{LOGIN}?next=%2Fsettings%2Fprofile%3Fa%3D1"
    assert sign_in(client, people("user"), next=f"{PROFILE}?a=1") == f"{PROFILE}?a=1"
    assert client.get(PROFILE).status_code == 200


def test_the_address_may_be_written_in_any_case(client: Client, people: People) -> None:
    beat = people("user")
    beat.email = beat.email.upper()
    assert sign_in(client, beat) == "/"


def test_signing_in_and_out_is_in_the_security_log(client: Client, people: People) -> None:
    sign_in(client, people("user"))
    client.post(LOGIN, {"login": "nobody@klientel.example", "password": "x"})
    client.post("/accounts/logout")
    kinds = SecurityEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["accounts.sign_in.done", "accounts.sign_out.done"]
    client.post(LOGIN, {"login": "nobody@klientel.example", "password": "x"})
    assert kinds.last() == "accounts.sign_in.failed"


def test_the_session_gets_a_new_key_when_signing_in(client: Client, people: People) -> None:
    session = client.session
    session["before"] = "1"
    session.save()
    old = session.session_key
    assert old
    client.cookies["klientel_session"] = old
    sign_in(client, people("user"))
    assert client.session.session_key != old


def test_strangers_and_the_disabled_hear_the_same(
    client: Client, people: People, anna: Actor
) -> None:
    beat = people("user")
    actions.disable_user(anna, beat)
    answers = [
        client.post(LOGIN, {"login": email, "password": PASSWORD}).content.decode()
        for email in (beat.email, "nobody@klientel.example")
    ]
    assert "Die E-Mail-Adresse oder das Kennwort stimmt nicht" in answers[0]
    wipe = [a.replace(beat.email, "X").replace("nobody@klientel.example", "X") for a in answers]
    assert len({len(a) for a in wipe}) == 1


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/",
        "http:///evil.example",
        "/%09/evil.example",
        "\t//evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "/@evil.example",
        "http://testserver.evil.example/",
        "/settings/profile\r\nX-Evil: 1",
        "/no-such-page",
    ],
)
def test_next_never_leads_elsewhere(client: Client, people: People, target: str) -> None:
    assert sign_in(client, people("user"), next=target) == "/"


def test_guessing_stops_after_five_tries_whatever_the_host_header_says(
    client: Client, people: People, settings: pytest.FixtureRequest
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]  # pytest-django's settings
    beat = people("user")
    for number in range(5):
        wrong = {"login": beat.email, "password": f"wrong-{number}"}
        assert client.post(LOGIN, wrong, headers={"host": f"h{number}.example"}).status_code == 422
    answer = client.post(LOGIN, {"login": beat.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert "Zu viele Versuche" in answer.content.decode()


def test_disabling_ends_the_session_with_the_next_request(
    client: Client, people: People, anna: Actor
) -> None:
    beat = people("user")
    sign_in(client, beat)
    actions.disable_user(anna, beat)
    assert client.get(PROFILE).status_code == 302
    assert client.get("/settings/security").status_code == 302


def test_signed_in_pages_are_kept_by_no_cache(client: Client, people: People) -> None:
    sign_in(client, people("user"))
    assert "no-store" in client.get(PROFILE)["Cache-Control"]


def test_there_is_no_sign_up(client: Client, people: People) -> None:
    people("user")
    for path in ("signup", "signup/", "social/signup", "confirm-email/", "login/code/confirm/"):
        assert client.get(f"/accounts/{path}").status_code == 404


def test_signing_out_needs_a_post(client: Client, people: People) -> None:
    sign_in(client, people("user"))
    client.get("/accounts/logout")
    assert client.get(PROFILE).status_code == 200
    client.post("/accounts/logout")
    assert client.get(PROFILE).status_code == 302


def test_the_language_is_the_profile_s_then_the_browser_s_then_german(
    client: Client, people: People
) -> None:
    beat = people("user")
    french = {"accept-language": "fr-CH,fr;q=0.9,en;q=0.8"}
    assert client.get(LOGIN, headers=french)["Content-Language"] == "fr"
    assert client.get(LOGIN, headers={"accept-language": "es,it"})["Content-Language"] == "de"
    assert client.get(LOGIN)["Content-Language"] == "de"
    sign_in(client, beat)
    assert client.get(PROFILE, headers=french)["Content-Language"] == "fr"
    actions.change_profile(SYSTEM, beat, language="en")
    assert client.get(PROFILE, headers=french)["Content-Language"] == "en"


def test_an_htmx_request_leads_the_whole_page_to_the_sign_in(
    client: Client, people: People
) -> None:
    people("user")
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/users?q=1"}
    answer = client.get(PROFILE, headers=headers)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == f"{LOGIN}?next=%2Fsettings%2Fusers%3Fq%3D1"
    headers["HX-Current-URL"] = "http://evil.example/settings/users"
    assert client.get(PROFILE, headers=headers)["HX-Redirect"] == f"{LOGIN}?next=%2F"


def test_a_form_survives_an_expired_session(client: Client, people: People) -> None:
    beat = people("user")
    typed = {"name": 'Beat "<b>" Müller\n', "language": "fr", "csrfmiddlewaretoken": "x"}
    answer = client.post(PROFILE, typed)
    assert answer.status_code == 401
    kept = answer.context["kept_form"]
    assert "csrfmiddlewaretoken" not in kept
    assert "/accounts/resume" in sign_in(client, beat, kept_form=kept)
    page = client.get("/accounts/resume")
    fields = page.context["kept"]
    assert fields.path == PROFILE
    assert dict(fields.fields)["name"] == typed["name"]
    assert "&lt;b&gt;" in page.content.decode()
    assert client.get("/accounts/resume").status_code == 302
    assert client.post(fields.path, dict(fields.fields)).status_code == 302
    beat.refresh_from_db()
    assert beat.language == "fr"


def test_a_wrong_password_keeps_the_form_too(client: Client, people: People) -> None:
    beat = people("user")
    kept = client.post(PROFILE, {"name": "Typed"}).context["kept_form"]
    fields = {"login": beat.email, "password": "wrong", "kept_form": kept}
    assert client.post(LOGIN, fields).context["kept_form"] == kept


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "https://evil.example/", "javascript:alert(1)", "/nowhere", ""]
)
def test_a_forged_form_leads_nowhere(client: Client, people: People, path: str) -> None:
    forged = json.dumps({"path": path, "fields": [["a", "b"]]})
    assert sign_in(client, people("user"), kept_form=forged) == "/"


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"path": 1, "fields": []}', "x" * 300_000])
def test_a_broken_form_is_dropped(client: Client, people: People, text: str) -> None:
    assert sign_in(client, people("user"), kept_form=text) == "/"


def test_secrets_and_files_are_never_carried(client: Client, people: People) -> None:
    people("user")
    typed = {"current_password": "geheim", "password": "neu", "other": "x"}
    answer = client.post("/settings/security/password", typed)
    assert answer.status_code == 401
    assert "neu" not in answer.context["kept_form"]
    assert "geheim" not in answer.content.decode()


def test_a_demo_names_its_people(
    client: Client, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showcase, "_people", [])  # other tests need those of the wiring again
    showcase.set_people([("Demo Dora", "dora@demo.example", "user", "de", "demo-Bagger-1")])
    assert "dora@demo.example" not in client.get(LOGIN).content.decode()
    actions.change_company(anna, country="DE", is_demo=True)
    assert Company.objects.current().is_demo
    assert "dora@demo.example" in client.get(LOGIN).content.decode()


def focused(page: str) -> list[str]:
    inputs = re.findall(r"<input[^>]*>", page)
    return [name for each in inputs if "autofocus" in each for name in re.findall(NAME, each)]


def test_the_cursor_waits_in_the_field_that_is_to_be_filled(client: Client, people: People) -> None:
    beat = people("user")
    assert focused(client.get(LOGIN).content.decode()) == ["login"]
    refused = client.post(LOGIN, {"login": beat.email, "password": "wrong"})
    assert focused(refused.content.decode()) == ["password"]
