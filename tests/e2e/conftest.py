"""A server with its own database file, a browser, and people to sign in as."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Literal, Protocol

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actions, actors
from klientel.services.accounts.models import User
from tests.steps.browser import NAMES

from .authenticator import phone
from .hands import PASSWORD
from .watching import Watcher

__all__ = ["phone"]

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in the test's thread
expect.set_options(timeout=15_000)

WIDE, PHONE = (1440, 900), (390, 844)
SWITCHES = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


class Opens(Protocol):
    """Opens a page in a browser of its own: own cookies, language, size."""

    def __call__(
        self,
        user: User | None = None,
        *,
        language: str = "de",
        scheme: Literal["light", "dark"] = "light",
        size: tuple[int, int] = WIDE,
        scripts: bool = True,
    ) -> Page: ...


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file, as in an installation: the server's threads each have their own connection."""
    name = tmp_path_factory.mktemp("database") / "klientel.sqlite3"
    options: Any = settings.DATABASES["default"]
    options["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = os.environ.get("KLIENTEL_TEST_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES))
    )
    switches = [*SWITCHES, "--no-sandbox"] if os.geteuid() == 0 else SWITCHES
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=switches)
        yield browser
        browser.close()


@pytest.fixture
def watcher() -> Iterator[Watcher]:
    watcher = Watcher()
    yield watcher
    assert not watcher.complaints, "\n".join(watcher.complaints)


@pytest.fixture
def server(live_server: LiveServer) -> str:
    cache.clear()  # rate limits counted by the test before
    return str(live_server.url)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def _keep_pictures(test: pytest.Item, contexts: list[BrowserContext]) -> None:
    """What a failed test saw, where `KLIENTEL_TEST_PICTURES` says."""
    folder = os.environ.get("KLIENTEL_TEST_PICTURES")
    if folder and test.stash.get(FAILED, False):
        pages = [page for context in contexts for page in context.pages]
        for place, page in enumerate(pages):
            page.screenshot(path=Path(folder) / f"{test.name}-{place}.png", full_page=True)


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, server: str, browser: Browser, watcher: Watcher
) -> Iterator[Opens]:
    """With a person it is one who signed in before."""
    contexts: list[BrowserContext] = []

    def opens(
        user: User | None = None,
        *,
        language: str = "de",
        scheme: Literal["light", "dark"] = "light",
        size: tuple[int, int] = WIDE,
        scripts: bool = True,
    ) -> Page:
        context = browser.new_context(
            base_url=server,
            locale={"de": "de-CH", "fr": "fr-CH", "en": "en-GB"}[language],
            timezone_id="Europe/Zurich",
            color_scheme=scheme,
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        watcher.watch(context)
        if user is not None:
            context.add_cookies([_session(user, server)])
        return context.new_page()

    yield opens
    _keep_pictures(request.node, contexts)
    for context in contexts:
        context.close()


def _session(user: User, server: str) -> Any:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": server}


@pytest.fixture
def person(server: str) -> Callable[..., User]:
    """Makes the person of a role; asked twice, it is the same one."""

    def make(role: str = "admin", name: str = "Anna Keller", *, language: str = "") -> User:
        email = f"{name.split(maxsplit=1)[0].lower()}@klientel.example"
        return User.objects.filter(email=email).first() or actions.create_user(
            SYSTEM, email=email, name=name, role=role, language=language, password=PASSWORD
        )

    return make


@pytest.fixture
def anna(person: Callable[..., User]) -> User:
    """Anna Keller runs everything."""
    return person()


@pytest.fixture
def actor(anna: User) -> Actor:
    return actors.from_user(anna)
