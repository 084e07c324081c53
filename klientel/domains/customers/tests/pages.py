"""What the tests of the record pages share: forms as browsers send them, and customers to show."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from typing import Any, Protocol

import pytest

from klientel.domains.customers.actions import customers
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor

each_table = pytest.mark.parametrize(  # of contacts: its page, and what its columns are kept under
    ("page", "table"),
    [
        ("contacts:list", ""),
        ("contacts:tree", "organisations"),
        ("customers:tree", "organisations"),
        ("customers:contacts", "customer_contacts"),
    ],
)


class Answer(Protocol):
    """What the test client gives back."""

    @property
    def content(self) -> bytes: ...

    @property
    def status_code(self) -> int: ...

    def __getitem__(self, header: str) -> str: ...


class Fields(HTMLParser):
    """Collects what a browser would send, passing over templates of rows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._inert = 0
        self._name = ""  # of the text area or select that is open
        self._is_chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        self._inert += tag in ("template", "noscript")
        if self._inert:
            return
        if tag == "input" and name:
            is_tick = given.get("type") in ("checkbox", "radio")
            if not is_tick or "checked" in given:
                self.found[name] = given.get("value") or ("on" if is_tick else "")
        elif tag in ("textarea", "select"):
            self._name, self._is_chosen = name, False
            self.found[name] = ""
        elif tag == "option" and self._name and not self._is_chosen:
            self._is_chosen = "selected" in given
            if self._is_chosen or not self.found[self._name]:
                self.found[self._name] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self._inert -= tag in ("template", "noscript")
        if tag in ("textarea", "select"):
            self._name = ""

    def handle_data(self, data: str) -> None:
        if self._name and self.lasttag == "textarea" and not self._inert:
            self.found[self._name] += data


def filled(response: Answer, **changes: str) -> dict[str, str]:
    """The page's main form as its browser would post it, with some fields typed anew."""
    html = response.content.decode()
    fields = Fields()
    fields.feed(html[html.index("<main") : html.index("</main>")])
    typed = {name: value.removeprefix("\n") for name, value in fields.found.items()}
    return typed | changes


def text_of(response: Answer) -> str:
    return unescape(response.content.decode())


def huber(actor: Actor, **fields: Any) -> Customer:
    given: dict[str, Any] = {
        "name": "Bäckerei Huber AG",
        "phones": [{"kind": "phone", "value": "030 23125 118"}],
        "emails": [{"value": "info@huber.example"}],
        "addresses": [
            {"street": "Rheinufer 88", "postal_code": "50996", "city": "Köln", "country": "DE"}
        ],
        "contacts": [
            {"first_name": "Sabine", "last_name": "Huber"},
            {"last_name": "Büro", "kind": "department"},
        ],
    }
    return customers.create_customer(actor, **{**given, **fields})
