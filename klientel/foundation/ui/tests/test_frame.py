"""The frame: theme, error pages, navigation, messages."""

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from klientel.foundation.access import NOBODY, Actor
from klientel.foundation.ui import errors, htmx, menu, toasts
from klientel.foundation.ui.menu import Action, Entry
from klientel.foundation.ui.slots import Panel, Slot

SEER = Actor("staff", user_id=1, label="Anna", permissions=frozenset({"customers.view"}))


@pytest.fixture
def client(people: Callable[[str], object], client: Client) -> Client:
    """A visitor of an installation that has been set up."""
    people("admin")
    return client


@pytest.mark.parametrize(("theme", "drawn"), [("dark", True), ("", False), ('"><b>', False)])
def test_the_theme_of_the_profile_is_drawn_by_the_server(
    rf: RequestFactory, theme: str, drawn: bool
) -> None:
    request = rf.get("/")
    request.theme = theme  # type: ignore[attr-defined]  # as the middleware does
    text = errors.not_found(request, Exception()).content.decode()
    assert ('data-theme="klientel-dark"' in text) is drawn
    assert "<b>" not in text


def test_error_pages_need_no_database(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert errors.server_error(request).status_code == 500
    assert errors.not_found(request, Exception()).status_code == 404
    assert errors.bad_request(request, Exception()).status_code == 400
    assert errors.forbidden(request, Exception()).status_code == 403
    assert "<h1" in errors.csrf(request).content.decode()


def test_navigation_shows_only_what_may_be_opened() -> None:
    entries = [
        Entry("Patterns", "ui:patterns", "star", "customers.view", prefix="/_patterns"),
        Entry("Not built", "nowhere:at_all", "star", "customers.view"),
    ]
    shown = menu.items(entries, SEER, "/_patterns/dialog")
    assert [(item.title, item.is_current) for item in shown] == [("Patterns", True)]
    assert menu.items(entries, NOBODY, "/") == []


def test_actions_are_bound_to_what_the_actor_may_do() -> None:
    actions = [
        Action("Look", "eye", "ui:patterns", "customers.view"),
        Action("Delete", "trash-2", "ui:patterns", "customers.delete"),
    ]
    assert [action.title for action in menu.actions_for(SEER, actions)] == ["Look"]


def test_the_frame_has_no_unknown_parts() -> None:
    with pytest.raises(TypeError):
        menu.fill(bell=[])


def test_a_slot_shows_its_panels_by_permission() -> None:
    slot = Slot()
    slot.fill(Panel("Tickets", "ui:patterns", "tickets.view"))
    assert slot.tabs(SEER, 1) == []


def test_after_success_htmx_loads_the_next_page(rf: RequestFactory) -> None:
    plain = htmx.goto(rf.post("/"), "/next")
    assert (plain.status_code, plain["Location"]) == (303, "/next")
    by_htmx = htmx.goto(rf.post("/", headers={"HX-Request": "true"}), "/next")
    assert (by_htmx.status_code, by_htmx["HX-Redirect"]) == (204, "/next")


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_and_restored_requests_get_the_page(rf: RequestFactory, header: str) -> None:
    request = rf.get("/", headers={"HX-Request": "true", header: "true"})
    assert htmx.fragment(request, "a.html", "part") == "a.html"


def test_a_toast_carries_its_way_back(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.session = SessionStore()
    MessageMiddleware(lambda _request: HttpResponse()).process_request(request)
    toasts.toast(request, "Deleted", detail="3 contacts", undo="/undo/b1")
    (message,) = get_messages(request)
    assert toasts.read(message) == {
        "text": "Deleted",
        "detail": "3 contacts",
        "undo": "/undo/b1",
        "tone": "success",
    }
