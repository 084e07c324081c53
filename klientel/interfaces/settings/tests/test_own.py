"""One's own pages."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client

from klientel.services.accounts import actors, credentials, mails
from klientel.services.accounts.models import Token, User

People = Callable[[str], User]
PASSWORD = "Kran-und-Bagger-7"
GOOD = "Regen-auf-dem-Kran-9"
COUNTER = 58_000_000
PAGES = ["/settings/profile", "/settings/security", "/settings/tokens"]


def signed_in(user: User, password: str = PASSWORD) -> Client:
    """Through the form, so that the session knows when the password was given."""
    client = Client()
    answer = client.post("/accounts/login", {"login": user.email, "password": password})
    assert answer.status_code == 302
    return client


@pytest.fixture
def beat(people: People) -> User:
    return people("user")


@pytest.fixture
def browser(beat: User) -> Client:
    return signed_in(beat)


@pytest.mark.parametrize("page", PAGES)
def test_everybody_has_these_pages(people: People, page: str) -> None:
    client = Client()
    client.force_login(people("read_only"))
    assert client.get(page).status_code == 200


def test_the_profile_is_saved_and_counts_at_once(browser: Client, beat: User) -> None:
    fields = {"name": "Béat", "language": "fr", "time_zone": "Europe/Zurich", "theme": "dark"}
    assert browser.post("/settings/profile", fields).status_code == 302
    html = browser.get("/settings/profile").content.decode()
    assert '<html lang="fr" data-theme="klientel-dark"' in html
    assert "Béat" in html


def test_nobody_gives_themselves_a_role(browser: Client, beat: User) -> None:
    fields = {"name": "Beat", "role": "admin", "is_active": "1", "email": "x@y.example"}
    browser.post("/settings/profile", fields)
    beat.refresh_from_db()
    assert (beat.role, beat.email) == ("user", "beat@klientel.example")


def test_changing_the_password_keeps_this_session_and_ends_the_others(
    browser: Client, beat: User
) -> None:
    other = signed_in(beat)
    fields = {"current_password": PASSWORD, "password": GOOD}
    assert browser.post("/settings/security/password", fields).status_code == 302
    assert browser.get("/settings/profile").status_code == 200
    assert other.get("/settings/profile").status_code == 302
    assert "Kennwort wurde geändert" in str(mail.outbox[-1].body)


def test_the_password_needs_the_one_before(browser: Client, beat: User) -> None:
    fields = {"current_password": "wrong", "password": GOOD}
    answer = browser.post("/settings/security/password", fields)
    assert answer.status_code == 422
    beat.refresh_from_db()
    assert beat.check_password(PASSWORD)


def test_signing_out_everywhere_keeps_this_session(browser: Client, beat: User) -> None:
    other = signed_in(beat)
    assert len(browser.get("/settings/security").context["sessions"]) == 2
    browser.post("/settings/security/sessions/end")
    assert other.get("/settings/profile").status_code == 302
    assert len(browser.get("/settings/security").context["sessions"]) == 1


def test_a_token_is_shown_once(browser: Client, beat: User) -> None:
    answer = browser.post("/settings/tokens", {"name": "Skript <b>", "read_only": "on"})
    found = re.search(r"kt_[\w-]{43}", answer.content.decode())
    assert found
    assert actors.from_bearer(f"Bearer {found[0]}")
    again = browser.get("/settings/tokens").content.decode()
    assert found[0] not in again
    assert "Skript &lt;b&gt;" in again
    browser.post(f"/settings/tokens/{Token.objects.get().pk}/revoke")
    assert actors.from_bearer(f"Bearer {found[0]}") is None


def test_the_tokens_of_others_are_not_found(browser: Client, people: People) -> None:
    token = Token.objects.create(user=people("admin"), name="a", prefix="kt_", digest="d")
    assert browser.post(f"/settings/tokens/{token.pk}/revoke").status_code == 404


def confirm(browser: Client, address: str = "/accounts/again") -> str:
    """Give the password again; answers where that leads."""
    answer = browser.post(address, {"password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def long_ago(browser: Client) -> None:
    """The password was given again an hour ago."""
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


@pytest.fixture(autouse=True)
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code must not run out between being made and being sent."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([COUNTER]))


def code_now(secret: str) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, COUNTER)))


@pytest.mark.parametrize(
    "page", ["/settings/security/email", "/accounts/app", "/accounts/passkeys/new"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_changes_the_sign_in_asks_for_the_password_again(
    browser: Client, page: str, method: str
) -> None:
    asked = getattr(browser, method)(page)
    assert asked["Location"].startswith("/accounts/again?next=")
    confirm(browser)
    assert browser.get(page).status_code == 200
    long_ago(browser)
    asked = getattr(browser, method)(page)
    assert asked["Location"].startswith("/accounts/again?next=")


def test_what_was_asked_for_goes_on_after_the_password(browser: Client, beat: User) -> None:
    fields = {"email": "other@klientel.example"}
    asked = browser.post("/settings/security/email", fields)
    assert confirm(browser, asked["Location"]) == "/settings/security"
    assert credentials.waiting_address(beat) == "other@klientel.example"


def test_guessing_the_password_again_is_limited(browser: Client) -> None:
    for _ in range(6):
        answer = browser.post("/accounts/again", {"password": "wrong"})
        assert answer.status_code in (200, 429)
    answer = browser.post("/accounts/again", {"password": PASSWORD})
    assert answer.status_code in (200, 429)


def test_a_new_address_waits_for_its_confirmation(browser: Client, beat: User) -> None:
    confirm(browser)
    browser.post("/settings/security/email", {"email": "Other@Klientel.example"})
    assert mail.outbox[-1].to == ["other@klientel.example"]
    html = browser.get("/settings/security").content.decode()
    assert "other@klientel.example wartet auf die Bestätigung" in html
    beat.refresh_from_db()
    assert beat.email == "beat@klientel.example"


def test_the_app_is_set_up_and_asked_for(browser: Client, beat: User) -> None:
    confirm(browser)
    page = browser.get("/accounts/app")
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    code = code_now(secret)
    answer = browser.post("/accounts/app", {"code": code})
    assert answer.status_code == 302
    shown = browser.get("/accounts/codes")
    codes = shown.context["unused_codes"]
    assert len(codes) == 10
    assert browser.get("/accounts/codes").context["unused_codes"] == ["****"] * 10
    stored = Authenticator.objects.get(user=beat, type="totp")
    assert secret not in str(stored.data)

    client = Client()
    first = client.post("/accounts/login", {"login": beat.email, "password": PASSWORD})
    assert first["Location"] == "/accounts/login/code"
    assert client.get("/settings/profile").status_code == 302
    assert client.get("/accounts/login/code").status_code == 200
    assert client.post("/accounts/login/code", {"code": codes[0]}).status_code == 302
    assert client.get("/settings/profile").status_code == 200
    again = Client()
    again.post("/accounts/login", {"login": beat.email, "password": PASSWORD})
    assert again.post("/accounts/login/code", {"code": codes[0]}).status_code == 200
    assert again.get("/settings/profile").status_code == 302
    assert browser.get("/accounts/app/remove").status_code == 200
    assert browser.post("/accounts/app/remove").status_code == 302
    assert not Authenticator.objects.filter(user=beat, type="totp").exists()


@pytest.fixture
def with_app(
    browser: Client,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    """Has given the password and set up the app."""
    confirm(browser)
    secret = browser.get("/accounts/app").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post("/accounts/app", {"code": code_now(secret)}).status_code == 302


CHANGES = ["/accounts/app/remove", "/accounts/codes/new"]


@pytest.mark.parametrize("page", CHANGES)
def test_of_a_changed_second_factor_one_mail_tells(
    browser: Client,
    with_app: None,
    page: str,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    assert len(mail.outbox) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(page).status_code == 302
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("page", CHANGES)
def test_a_second_factor_stays_when_no_mail_can_tell_of_its_change(
    browser: Client,
    beat: User,
    with_app: None,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    before = list(Authenticator.objects.filter(user=beat).values("pk", "type"))
    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr(mails, "send", fail)
        browser.post(page)
    assert list(Authenticator.objects.filter(user=beat).values("pk", "type")) == before


def test_no_app_is_set_up_when_no_mail_can_tell_of_it(
    browser: Client, beat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(browser)
    secret = browser.get("/accounts/app").context["form"].secret
    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr(mails, "send", fail)
        browser.post("/accounts/app", {"code": code_now(secret)})
    assert not Authenticator.objects.filter(user=beat).exists()


def fail(*_arguments: object, **_more: object) -> None:
    raise OSError


def test_a_form_that_waited_survives_the_second_step(browser: Client, beat: User) -> None:
    confirm(browser)
    page = browser.get("/accounts/app")
    secret = page.context["form"].secret
    code = code_now(secret)
    browser.post("/accounts/app", {"code": code})
    codes = browser.get("/accounts/codes").context["unused_codes"]
    client = Client()
    kept = client.post("/settings/profile", {"name": "Getippt"}).context["kept_form"]
    fields = {"login": beat.email, "password": PASSWORD, "kept_form": kept}
    assert client.post("/accounts/login", fields)["Location"] == "/accounts/login/code"
    done = client.post("/accounts/login/code", {"code": codes[0]})
    assert done["Location"] == "/accounts/resume"
    assert "Getippt" in client.get("/accounts/resume").content.decode()


def test_the_passkey_question_is_a_piece_of_page(beat: User) -> None:
    client = Client()
    assert client.get("/accounts/login/passkey").status_code == 302
    piece = client.get("/accounts/login/passkey", headers={"HX-Request": "true"})
    html = piece.content.decode()
    assert 'data-controller="k-passkey"' in html
    assert "challenge" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "credential", ['{"id": "x"}', "[]", "null", "7", "{", "", '{"response": {"userHandle": 5}}']
)
def test_a_made_up_passkey_is_refused_with_a_sentence(browser: Client, credential: str) -> None:
    client = Client()
    client.get("/accounts/login/passkey", headers={"HX-Request": "true"})
    answer = client.post("/accounts/login/passkey", {"credential": credential})
    assert answer["Location"] == "/accounts/login"
    confirm(browser)
    answer = browser.post("/accounts/passkeys/new", {"credential": credential, "name": "x"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "page", ["/accounts/codes/new", "/accounts/passkeys", "/accounts/security"]
)
def test_the_remaining_pages_open(browser: Client, page: str) -> None:
    assert browser.get(page).status_code in (200, 302)
