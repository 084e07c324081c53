"""Cards of an address book as a table: a card is a row, its place in the file the row's number."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from klientel.services.transfer.encodings import Unreadable

from . import marks
from .formats import Format, Table
from .vcards.addresses import PARTS
from .vcards.cards import cards
from .vcards.person import Cells, Column, Person

STRANGE_MAX: Final = 60  # columns for properties we have no word for
_BEGIN: Final = re.compile(r"BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)
REST: Final = Column("rest")
SORTS: Final = (
    *("company", "department", "group", "members", "title", "first", "last", "suffix", "full"),
    *("position", "role", "email", "phone", "mobile", "fax", "pager", "address", "website"),
    *("language", "tags", "note", "nickname", "birthday", "anniversary", "label", "labels"),
    *("agent", "uid", "N", "other", "rest", "left"),
)


def recognises(file: BinaryIO) -> bool:
    return _BEGIN.match(marks.beginning(file)) is not None


def table(file: BinaryIO) -> Iterator[Sequence[str]]:
    """Which columns there are is known at the end: until then what is read lies in a file."""
    places: dict[Column, int] = {}
    with tempfile.TemporaryFile() as read:
        for card in cards(file):
            cells = Person(card).read()
            said = [(places.setdefault(each, len(places)), text) for each, text in cells.items()]
            read.write(json.dumps(said).encode() + b"\n")
        columns = _ordered(places)
        if not columns:
            raise Unreadable(_("The file has no card that says anything."))
        yield _titles(columns)
        by_place, known = list(places), frozenset(columns)
        read.seek(0)
        for line in read:
            cells = {by_place[place]: text for place, text in json.loads(line)}
            cells = _gathered(cells, known)
            yield [cells.get(column, "") for column in columns]


def _ordered(found: Collection[Column]) -> list[Column]:
    """The first strange ones have columns of their own."""
    strange = [column for column in found if column.sort == "other"]
    columns = set(found).difference(strange[STRANGE_MAX:])
    if len(strange) > STRANGE_MAX:
        columns.add(REST)
    return sorted(columns, key=_rank)


def _rank(column: Column) -> tuple[int, int, int, str]:
    part = PARTS.index(column.part) if column.part in PARTS else 0
    return SORTS.index(column.sort), column.place, part, column.part


def _gathered(cells: Cells, known: frozenset[Column]) -> Cells:
    """What has no column of its own goes to one for all of it."""
    rest = [f"{column.part}: {text}" for column, text in cells.items() if column not in known]
    if rest:
        cells[REST] = "; ".join(rest)
    return cells


def _titles(columns: Sequence[Column]) -> list[str]:
    words = _words()
    titles = []
    for column in columns:
        name = column.part if column.sort in {"other", "N"} else words[column.sort, column.part]
        titles.append(name if column.place == 1 else f"{name} {column.place}")
    return titles


def _words() -> dict[tuple[str, str], str]:
    """Words the mapping knows, in the language of whoever brings the file."""
    parts = {
        "street": _("Street and number"),
        "postal_code": _("Postcode"),
        "city": _("City"),
        "region": _("Region"),
        "country": _("Country"),
    }
    plain = {
        "company": _("Company name"),
        "department": _("Department"),
        "group": _("Distribution list"),
        "members": _("Members"),
        "title": _("Academic title"),
        "first": _("First name"),
        "last": pgettext("column", "Last name"),
        "suffix": _("Name suffix"),
        "full": _("Full name"),
        "position": _("Position"),
        "role": _("Role"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "mobile": pgettext("phone", "Mobile"),
        "fax": _("Fax"),
        "pager": _("Pager"),
        "website": _("Website"),
        "language": _("Language"),
        "tags": _("Tags"),
        "note": _("Note"),
        "nickname": _("Nickname"),
        "birthday": _("Birthday"),
        "anniversary": _("Anniversary"),
        "label": _("Address label"),
        "labels": _("Kinds of numbers and addresses"),
        "agent": _("Assistant"),
        "uid": "vCard UID",
        "rest": _("Further properties"),
        "left": _("Not taken over"),
    }
    words = {(sort, ""): word for sort, word in plain.items()}
    return words | {("address", part): word for part, word in parts.items()}


FORMAT: Final = Format(
    key="vcard",
    recognises=recognises,
    read=lambda file: Table(table(file)),
    title="vCard",
    endings=(".vcf", ".vcard"),
    has_header=False,
)
