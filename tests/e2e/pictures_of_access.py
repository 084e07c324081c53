"""Pictures of signing in, one's own settings and the pages of errors, for looking at.

`KLIENTEL_TEST_PICTURES=folder pytest tests/e2e/pictures_of_access.py`
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.mail import EmailMessage, get_connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, Route

from klientel.foundation.access import SYSTEM
from klientel.foundation.ui import errors
from klientel.services.accounts import actions, actors
from klientel.services.accounts.credentials import create_password_link
from klientel.services.accounts.models import User
from klientel.services.notifications.choices import State
from klientel.services.notifications.models import OutboxMail

from . import places
from .conftest import Opens
from .hands import PASSWORD
from .pictures import LOOKS, _folder
from .watching import Watcher

OUTBOX = "klientel.services.notifications.outbox.Backend"
SUBJECT = "Maschinenfabrik Oberrheinische Landmaschinen GmbH & Co. KG: Zugang zu Klientel"
Taken = Iterator[str]


@pytest.mark.parametrize(("language", "scheme", "size"), LOOKS)
def test_pictures(
    open_page: Opens,
    anna: User,
    person: Callable[..., User],
    watcher: Watcher,
    language: str,
    scheme: Literal["light", "dark"],
    size: tuple[int, int],
) -> None:
    watcher.expected = {400, 401, 403, 404, 405, 410, 422, 429, 500}
    folder, look = _folder(), f"{language}-{size[0]}-{scheme}"
    _fill(anna)
    opens = partial(open_page, language=language, scheme=scheme, size=size)
    own, stranger = opens(anna), opens()
    reader = opens(person("read_only", "Dario Hess"))
    for page, walk in (
        (own, _settings(own, anna)),
        (stranger, _signing_in(stranger, anna)),
        (reader, _errors(reader, language)),
        (own, _second_factor(own, anna)),
    ):
        for name in walk:
            page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)


def _fill(user: User) -> None:
    for number in range(3):
        role = ("user", "technician", "billing")[number]
        email = f"person{number}@maschinenfabrik-oberrhein.example"
        name = f"Jean-Baptiste Oberhuber-{number}"
        actions.create_user(SYSTEM, email=email, name=name, role=role, password=PASSWORD)
    for state in State:
        mail = EmailMessage(SUBJECT, "Guten Tag\n\nText", "a@b.example", [user.email])
        mail.connection = get_connection(OUTBOX)
        mail.send()
        latest = OutboxMail.objects.latest("pk")
        OutboxMail.objects.filter(pk=latest.pk).update(state=state, answer="550 no such user")
    actions.create_token(actors.from_user(user), user, name="Lagerverwaltung", read_only=True)


def _settings(page: Page, user: User) -> Taken:
    for name in places.SETTINGS:
        page.goto(reverse(f"settings:{name}"))
        yield f"settings-{name}"
    page.goto(f"/settings/users/{user.pk}")
    yield "settings-user"
    page.goto(f"/settings/outbox/{OutboxMail.objects.get(state=State.FAILED).pk}")
    yield "settings-outbox-mail"
    page.goto("/settings/tokens")
    page.locator("main form [name=name]").fill("Lohnbuchhaltung")
    page.locator("main form [name=name]").press("Enter")
    page.wait_for_load_state()
    yield "settings-token-new"


def _signing_in(page: Page, user: User) -> Taken:
    for name, address in places.SIGNED_OUT.items():
        page.goto(address)
        yield name
    page.goto("/accounts/login")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill("falsch")
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state()
    yield "sign-in-refused"
    page.goto("/accounts/login")
    page.context.clear_cookies()
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state()
    yield "sign-in-old"
    page.goto(f"/accounts/password/new/{create_password_link(SYSTEM, user)}")
    page.locator("[name=password]").fill("kurz")
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state()
    yield "password-refused"
    page.goto("/accounts/address/new/nothing")
    yield "address-void"


def _errors(page: Page, language: str) -> Taken:
    for name, address in (
        ("403", "/settings/users"),
        ("404", "/nichts"),
        ("405", f"/batches/{'0' * 32}/undo"),
    ):
        page.goto(address)
        yield f"error-{name}"
    request = RequestFactory().get("/")
    with translation.override(language):
        request.LANGUAGE_CODE = language
        made = {
            "400": errors.bad_request(request, Exception()),
            "csrf": errors.csrf(request, "/customers"),
            "500": errors.server_error(request),
        }
    for name, response in made.items():
        page.route("**/made", _answering(response))
        page.goto("/made")
        page.unroute("**/made")
        yield f"error-{name}"


def _answering(response: HttpResponse) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(
            status=response.status_code,
            content_type="text/html; charset=utf-8",
            body=response.content.decode(),
        )

    return answer


def _second_factor(page: Page, user: User) -> Taken:
    page.goto("/settings/profile")
    page.context.clear_cookies(name="klientel_csrf")
    page.locator("main form [name=name]").fill("Anna Keller-Oberhuber")
    page.locator("main form [name=name]").press("Enter")
    page.wait_for_load_state()
    yield "resume"
    page.goto("/accounts/app")
    page.wait_for_load_state()
    yield "again"
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_load_state()
    yield "app-set-up"
    TOTP.activate(user, generate_totp_secret())
    for name, address in (
        ("codes-new", "/accounts/codes/new"),
        ("passkey-new", "/accounts/passkeys/new"),
        ("app-remove", "/accounts/app/remove"),
    ):
        page.goto(address)
        yield name
    page.goto("/accounts/codes/new")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    yield "codes"
    yield from _second_step(page, user)


def _second_step(page: Page, user: User) -> Taken:
    page.goto("/settings/security")
    yield "security-with-app"
    page.context.clear_cookies()
    page.goto("/customers")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/accounts/login/code")
    yield "second-step"
    page.locator("[name=code]").fill("000000")
    page.locator("[name=code]").press("Enter")
    page.wait_for_load_state()
    yield "second-step-refused"


@pytest.mark.parametrize(("language", "scheme", "size"), LOOKS)
def test_the_first_visit(
    open_page: Opens, language: str, scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    page = open_page(language=language, scheme=scheme, size=size)
    page.goto("/setup")
    page.screenshot(path=_folder() / f"setup-{language}-{size[0]}-{scheme}.png", full_page=True)
