"""A form that is sent after the browser has dropped its cookies."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from klientel.services.accounts.models import User

PASSWORD = "Kran-und-Bagger-7"
LOGIN, PROFILE, RESUME = "/accounts/login", "/settings/profile", "/accounts/resume"
HERE = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"name": "Beat Typed", "language": "fr", "csrfmiddlewaretoken": "gone"}
People = Callable[[str], User]


@pytest.fixture
def browser() -> Client:
    """One whose forms are checked as those of a real browser are."""
    return Client(enforce_csrf_checks=True)


def token(page: Any) -> str:  # Any: the test client's response
    return str(page.context["csrf_token"])


def sign_in(browser: Client, user: User, page: Any, **fields: str) -> Any:
    typed = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token(page)}
    return browser.post(LOGIN, typed | fields, headers=HERE)


@pytest.mark.parametrize(
    "headers", [HERE, {"Origin": "http://testserver"}, HERE | {"Origin": "http://testserver"}]
)
def test_what_was_typed_waits_for_the_sign_in_and_for_a_hand(
    browser: Client, people: People, headers: dict[str, str]
) -> None:
    beat = people("user")
    answer: Any = browser.post(PROFILE, TYPED, headers=headers)
    assert answer.status_code == 401
    signed_in = sign_in(browser, beat, answer, kept_form=answer.context["kept_form"])
    assert signed_in["Location"] == RESUME
    page: Any = browser.get(RESUME)
    kept = page.context["kept"]
    assert kept.path == PROFILE
    assert dict(kept.fields)["name"] == "Beat Typed"
    beat.refresh_from_db()
    assert beat.name != "Beat Typed", "nothing is sent before somebody presses the button"
    again = dict(kept.fields) | {"csrfmiddlewaretoken": token(page)}
    assert browser.post(PROFILE, again, headers=HERE).status_code == 302
    beat.refresh_from_db()
    assert beat.name == "Beat Typed"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_form_from_elsewhere_is_neither_held_nor_shown(
    browser: Client, people: People, headers: dict[str, str], *, signed_in: bool
) -> None:
    beat = people("user")
    if signed_in:
        browser.force_login(beat)
    answer = browser.post(PROFILE, TYPED, headers=headers)
    assert answer.status_code == 403
    assert "Beat Typed" not in answer.content.decode()
    assert "kept_form" not in browser.session


def test_who_is_signed_in_sends_the_form_again_at_once(browser: Client, people: People) -> None:
    browser.force_login(people("user"))
    answer: Any = browser.post(PROFILE, TYPED, headers=HERE)
    assert answer.status_code == 403
    assert answer.context["kept"].path == PROFILE
    again = dict(answer.context["kept"].fields) | {"csrfmiddlewaretoken": token(answer)}
    assert browser.post(PROFILE, again, headers=HERE).status_code == 302


def test_htmx_gets_the_whole_page(browser: Client, people: People) -> None:
    people("user")
    answer: Any = browser.post(PROFILE, TYPED, headers=HERE | {"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "body")
    assert "Beat Typed" in answer.context["kept_form"]


def test_a_file_is_not_kept_and_that_is_said(browser: Client, people: People) -> None:
    admin = people("admin")
    file = SimpleUploadedFile("a.csv", b"Name\nA\n")
    answer: Any = browser.post("/import", {"kind": "customers", "file": file}, headers=HERE)
    assert "A file cannot be kept" in english(browser, answer)
    sign_in(browser, admin, answer, kept_form=answer.context["kept_form"])
    page: Any = browser.get(RESUME)
    assert page.context["kept"].lost_files
    assert page.context["kept"].fields == [("kind", "customers")]


def english(browser: Client, answer: Any) -> str:
    """The sign-in page once more, in words a test can name."""
    kept = {"kept_form": answer.context["kept_form"], "login": "x"}
    return browser.post(LOGIN, kept, headers=HERE | {"Accept-Language": "en"}).content.decode()


def test_the_sign_in_itself_keeps_the_address_and_the_waiting_form(
    browser: Client, people: People
) -> None:
    beat = people("user")
    kept = '{"path": "/settings/profile", "fields": [["name", "Beat Typed"]]}'
    typed = {"login": beat.email, "password": PASSWORD, "kept_form": kept}
    answer: Any = browser.post(LOGIN, typed, headers=HERE)
    assert answer.status_code == 403
    assert "Beat Typed" in answer.context["kept_form"]
    assert answer.context["form"].initial["login"] == beat.email
    assert PASSWORD not in answer.content.decode()
    assert (
        sign_in(browser, beat, answer, kept_form=answer.context["kept_form"])["Location"] == RESUME
    )


def test_the_sign_in_remembers_where_to_go(browser: Client, people: People) -> None:
    people("user")
    for given, expected in ((PROFILE, PROFILE), ("//evil.example", "")):
        answer: Any = browser.post(LOGIN, {"login": "x", "next": given}, headers=HERE)
        assert answer.context["redirect_field_value"] == expected


@pytest.mark.parametrize(
    ("kept", "target"), [("", PROFILE), ('{"path": "/", "fields": []}', RESUME)]
)
def test_who_signed_in_by_another_tab_goes_on(
    browser: Client, people: People, kept: str, target: str
) -> None:
    browser.force_login(people("user"))
    typed = {"login": "x", "next": PROFILE, "kept_form": kept}
    answer = browser.post(LOGIN, typed, headers=HERE)
    assert answer["Location"] == target


def test_a_page_for_everybody_asks_for_no_sign_in(browser: Client, db: None) -> None:
    typed = {"name": "First", "email": "first@klientel.example", "password": PASSWORD}
    answer: Any = browser.post("/setup", typed, headers=HERE)
    assert answer.context["kept"].path == "/setup"
    assert dict(answer.context["kept"].fields) == {k: typed[k] for k in ("name", "email")}
    assert PASSWORD not in answer.content.decode()


def test_with_nothing_typed_there_is_a_way_back_to_the_page(
    browser: Client, people: People
) -> None:
    browser.force_login(people("user"))
    headers = HERE | {"Referer": "http://testserver/settings/security"}
    answer = browser.post("/accounts/logout", headers=headers)
    assert answer.status_code == 403
    assert 'href="/settings/security"' in answer.content.decode()
