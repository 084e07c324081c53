"""What a page must not contain, found by reading it as a browser does."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client

from tests.matrix import samples
from tests.matrix.endpoints import Endpoint, everything

MARK = "x-pwned"
CORPUS = [
    f"<{MARK}>",
    f'"><{MARK} on{MARK}=1>',
    f"'><{MARK} on{MARK}=1>",
    f'" {MARK}="" on{MARK}="1" b="',
    f"--></script></style></textarea></title><{MARK}>",
    f'<c-ui.icon name="plus" /><{MARK}>',
    '{{ "pwn"|add:"ed!" }}{% now "Y" %}',
    "{% include 'layouts/app.html' %}",
    f"\u2028<{MARK}>\u202e",
]
ADDRESSES = {"href", "src", "action", "formaction", "hx-get", "hx-post", "hx-delete", "data"}


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if tag == MARK or tag.startswith("c-") or MARK in names:
            self.found.append(f"<{tag} {attrs}>")
        if tag == "script" and "src" not in names and ("type", "application/json") not in attrs:
            self.found.append("an inline script")
        self.found += [f"{tag} {name}" for name in names if name.startswith("on")]
        self.found += [
            f"{tag} {name}={value}" for name, value in attrs if _leads_astray(name, value)
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def _leads_astray(name: str, value: str | None) -> bool:
    target = "".join((value or "").split()).lower()
    return name in ADDRESSES and target.startswith(("javascript:", "vbscript:", "data:text", "//"))


def injected(response: HttpResponseBase) -> list[str]:
    """What came alive on a page; empty for anything that is no page."""
    if "html" not in response.get("Content-Type", ""):
        return []
    text = b"".join(response).decode()
    reader = Reader()
    reader.feed(text)
    return reader.found + ["a template ran"] * ("pwned!" in text)


def pages() -> list[Endpoint]:
    """Every address of a page, to be read."""
    return [
        each
        for each in everything()
        if each.method == "GET" and not each.operation and "logout" not in each.route
    ]


def read(client: Client, things: samples.Samples) -> Iterator[tuple[Endpoint, HttpResponseBase]]:
    for page in pages():
        response = client.get(page.address(samples.values(page, things)))
        yield page, response
        to_its_end(response)


def to_its_end(response: HttpResponseBase) -> None:
    """What streams has a file open until then."""
    if isinstance(response, StreamingHttpResponse):
        for _piece in response:
            pass
