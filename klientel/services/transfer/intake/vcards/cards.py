"""The cards of a file one after the other, also where an end is missing or one holds another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

from klientel.foundation.lib.text import listed
from klientel.services.transfer.encodings import Unreadable

from .lines import LINE_MAX, Line, lines
from .values import Property, property_of

LINES_MAX: Final = 2_000
KNOWN: Final = listed(
    "ADR AGENT ANNIVERSARY BDAY CALADRURI CALURI CATEGORIES CLASS CLIENTPIDMAP DEATHDATE EMAIL "
    "FBURL FN GENDER GEO IMPP KEY KIND LABEL LANG LOGO MAILER MEMBER N NAME NICKNAME NOTE ORG "
    "PHOTO PRODID PROFILE RELATED REV ROLE SORT-STRING SOUND SOURCE TEL TITLE TZ UID URL "
    "VERSION XML BEGIN END"
)
_FREE: Final = frozenset({"NOTE", "ADR", "LABEL"})  # texts whose lines some writers leave bare


@dataclass
class Card:
    properties: list[Property] = field(default_factory=list)
    size: int = 0
    lines: int = 0


class _Reader:
    """Takes line by line; answers a card that has ended."""

    def __init__(self) -> None:
        self.card: Card | None = None
        self._place = 0
        self._depth = 0  # of cards within the card

    def take(self, line: Line) -> Card | None:
        found = property_of(line)
        edge = _edge(found)
        if edge == "BEGIN":
            return self._begin()
        if edge == "END":
            return self._end()
        if self.card is not None:
            self._add(self.card, line, found)
        return None

    def _begin(self) -> Card | None:
        if self.card is not None and _is_agent(self.card):
            self._depth += 1
            return None
        ended, self.card = self.card, Card()  # its end may be missing
        self._place, self._depth = self._place + 1, 0
        return ended

    def _end(self) -> Card | None:
        if self._depth:
            self._depth -= 1
            return None
        ended, self.card = self.card, None
        return ended

    def _add(self, card: Card, line: Line, found: Property | None) -> None:
        card.size, card.lines = card.size + len(line.content), card.lines + 1
        if card.size > LINE_MAX or card.lines > LINES_MAX:
            sentence = _("Card %(card)s is larger than can be read.")
            raise Unreadable(sentence % {"card": self._place})
        last = card.properties[-1] if card.properties else None
        if found is not None and not self._depth and not _is_text(found, last):
            card.properties.append(found)
        elif last is not None and line.content.strip():
            more = bytes(line.content)
            if found is not None and self._depth:
                more = f"{found.name}:{found.text}".encode()
            card.properties[-1] = replace(last, raw=last.raw + b"\n" + more)


def cards(file: BinaryIO) -> Iterator[Card]:
    """What stands outside of cards belongs to none."""
    reader = _Reader()
    for line in lines(file):
        if (card := reader.take(line)) is not None:
            yield card
    if reader.card is not None:
        yield reader.card


def _edge(found: Property | None) -> str:
    if found is None or found.name not in {"BEGIN", "END"}:
        return ""
    return found.name if found.text.strip().upper() == "VCARD" else ""


def _is_agent(card: Card) -> bool:
    """Whether what begins now is the card of somebody's assistant."""
    last = card.properties[-1] if card.properties else None
    if last is None or last.name != "AGENT":
        return False
    return not last.raw.strip() or last.raw.endswith(b"\nAGENT:")


def _is_text(found: Property, last: Property | None) -> bool:
    """A line of a note may have a colon too."""
    is_strange = found.name not in KNOWN and not found.name.startswith("X-")
    return is_strange and last is not None and last.name in _FREE
