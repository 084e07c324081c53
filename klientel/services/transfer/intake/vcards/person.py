"""What a card says, by the columns of the table it becomes. Nothing it says is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote

from django.utils.translation import gettext as _

from klientel.foundation.lib.text import fold, listed

from .addresses import address, formatted
from .cards import Card
from .labels import kind_of_phone, labels_of, said_of
from .values import Property

PLACES_MAX: Final = 8  # columns of one sort
COMPANY: Final = frozenset({"ORG", "ORGANIZATION", "COMPANY"})
_DAY: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")
_SYSTEM_GROUPS: Final = frozenset({"mycontacts", "my contacts"})
_EXTENSION: Final = re.compile(r";ext=(\d+)", re.IGNORECASE)
TECHNICAL: Final = listed(
    "BEGIN END VERSION PRODID REV PROFILE MAILER CLIENTPIDMAP SORT-STRING KIND X-ABLABEL X-ABADR "
    "X-ABSHOWAS X-ABUID X-ADDRESSBOOKSERVER-KIND X-IMAGETYPE X-IMAGEHASH X-MS-OL-DESIGN "
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS X-SHARED-PHOTO-DISPLAY-PREF"
)


class Column(NamedTuple):
    """Columns of one sort differ by place; those of an address by part, strange ones by name."""

    sort: str
    place: int = 1
    part: str = ""


Cells = dict[Column, str]


class Person:
    """Reads one card into cells."""

    def __init__(self, card: Card) -> None:
        self.cells: Cells = {}
        self.labels = labels_of(card.properties)
        self.by_name: dict[str, list[Property]] = {}
        for each in card.properties:
            self.by_name.setdefault(each.name, []).append(each)

    def read(self) -> Cells:
        self._who()
        for name, found in self.by_name.items():
            if reader := READERS.get(name):
                reader(self, sorted(found, key=lambda each: each.preference))
            elif name not in TECHNICAL:
                self._others(name, found)
        return self.cells

    def put(
        self, sort: str, text: str, *, place: int = 1, part: str = "", between: str = "; "
    ) -> None:
        """A second text of the same column goes behind the first."""
        column = Column(sort, min(place, PLACES_MAX), part)
        if text := text.strip():
            held = self.cells.get(column)
            self.cells[column] = f"{held}{between}{text}" if held else text

    def several(self, sort: str, texts: Iterable[str]) -> None:
        """Each in a column of its own, twice the same once."""
        for place, text in enumerate(dict.fromkeys(filter(None, map(str.strip, texts))), 1):
            self.put(sort, text, place=place)

    def texts(self, name: str) -> list[str]:
        found = sorted(self.by_name.get(name, []), key=lambda each: each.preference)
        return [text for each in found if (text := each.text.strip())]

    def _who(self) -> None:
        full, parts = self.texts("FN"), self._name_parts()
        companies = [each.parts() for each in self.by_name.get("ORG", [])]
        company = next((found[0] for found in companies if found[0]), "")
        if self._is("GROUP"):
            self.several("group", full)
            return
        last, first, more, prefix, suffix = parts
        if self._is_company(full, parts, company):
            self.several("company", [company or next(iter(full), "") or last])
            return
        if _is_whole(parts, full):
            full, last = [last], ""
        for sort, text in (("title", prefix), ("first", f"{first} {more}"), ("last", last)):
            self.put(sort, " ".join(text.split()))
        self.put("suffix", suffix)
        self._full(full, f"{prefix} {first} {more} {last} {suffix}")

    def _full(self, full: list[str], said: str) -> None:
        """A name to be shown is a column where it says what the parts of the name do not."""
        known = words(said)
        self.several("full", [text for text in full if words(text) - known])

    def _name_parts(self) -> tuple[str, str, str, str, str]:
        found = next(iter(self.by_name.get("N", [])), None)
        given = [" ".join(part.split()) for part in found.parts()] if found else []
        last, first, *others = [*given, "", "", "", "", ""][:5]
        more, prefix, suffix = (" ".join(part.replace(",", " ").split()) for part in others)
        for text in given[5:]:
            self.put("N", text, part="N")
        return last, first, more, prefix, suffix

    def _is(self, kind: str) -> bool:
        given = [*self.texts("KIND"), *self.texts("X-ADDRESSBOOKSERVER-KIND")]
        return kind in map(str.upper, given)

    def _is_company(self, full: list[str], parts: tuple[str, ...], company: str) -> bool:
        last, first = parts[0], parts[1]
        if first:
            return False
        if any(map(self._is, COMPANY)):
            return True
        name = fold(last or next(iter(full), ""))
        shown = {text.upper() for text in self.texts("X-ABSHOWAS")}
        if shown & COMPANY and not last:
            return True
        return bool(company) and name in {"", fold(company)}

    def companies(self, found: list[Property]) -> None:
        parts = [each.parts() for each in found]
        self.cells.pop(Column("company"), None)
        self.several("company", [first for first, *_units in parts])
        for _first, *units in parts:
            self.put("department", ", ".join(filter(None, units)))

    def positions(self, found: list[Property]) -> None:
        self.several("position", [each.text for each in found])

    def roles(self, found: list[Property]) -> None:
        sort = "role" if self.texts("TITLE") else "position"
        self.several(sort, [each.text for each in found])

    def emails(self, found: list[Property]) -> None:
        self._reached("email", [(each, _without(each.text, "mailto:")) for each in found])

    def phones(self, found: list[Property]) -> None:
        by_kind: dict[str, list[tuple[Property, str]]] = {}
        for each in found:
            kind = kind_of_phone(each, self.labels.get(each.group, ""))
            by_kind.setdefault(kind, []).append((each, _number(each)))
        for kind, numbers in by_kind.items():
            self._reached(kind, numbers)

    def _reached(self, sort: str, found: list[tuple[Property, str]]) -> None:
        self.several(sort, [text for _each, text in found])
        for each, text in found:
            if text and (said := said_of(each, self.labels.get(each.group, ""))):
                self.put("labels", f"{text}: {said}")

    def addresses(self, found: list[Property]) -> None:
        seen: list[dict[str, str]] = []
        for each in found:
            parts = address(each)
            if not parts or parts in seen:
                continue
            seen.append(parts)
            for part, text in parts.items():
                self.put("address", text, place=len(seen), part=part, between="\n")
            if said := said_of(each, self.labels.get(each.group, "")):
                self.put("labels", f"{formatted(parts)}: {said}")

    def shown_addresses(self, found: list[Property]) -> None:
        """The text of an address label, where it says more than the addresses do."""
        known = {word for each in self.by_name.get("ADR", []) for word in words(each.text)}
        self.several("label", [each.text for each in found if words(each.text) - known])

    def websites(self, found: list[Property]) -> None:
        self.several("website", [each.text for each in found])

    def notes(self, found: list[Property]) -> None:
        for text in dict.fromkeys(each.text for each in found):
            self.put("note", text, between="\n\n")

    def tags(self, found: list[Property]) -> None:
        names = [name for each in found for name in each.parts(",")]
        names = [name.replace(";", ",") for name in names if name.lower() not in _SYSTEM_GROUPS]
        self.put("tags", "; ".join(dict.fromkeys(filter(None, names))))

    def uids(self, found: list[Property]) -> None:
        self.several("uid", [_without(each.text, "urn:uuid:") for each in found])

    def languages(self, found: list[Property]) -> None:
        self.several("language", [each.text for each in found])

    def birthdays(self, found: list[Property]) -> None:
        self.several("birthday", map(_day, found))

    def anniversaries(self, found: list[Property]) -> None:
        self.several("anniversary", map(_day, found))

    def nicknames(self, found: list[Property]) -> None:
        self.several("nickname", [each.text for each in found])

    def members(self, found: list[Property]) -> None:
        self.put("members", "; ".join(_without(each.text, "urn:uuid:") for each in found))

    def agents(self, found: list[Property]) -> None:
        """Somebody else's card within this one, as text."""
        for each in found:
            lines = [line.partition(":") for line in each.text.split("\n")]
            said = [value or name for name, _colon, value in lines if name not in TECHNICAL]
            self.put("agent", "; ".join(filter(None, said)))

    def _others(self, name: str, found: list[Property]) -> None:
        for each in found:
            if each.size and (each.is_base64 or _is_inline(each)):
                self.put("left", _pictured(each))
                continue
            text = "; ".join(filter(None, each.parts()))
            said = said_of(each, self.labels.get(each.group, ""))
            self.put("other", f"{said}: {text}" if said and text else text, part=name)


def _is_inline(found: Property) -> bool:
    """What lies elsewhere is named by its address, and never fetched."""
    return not found.raw[:5].lower().startswith((b"http", b"file:", b"ftp"))


def _pictured(found: Property) -> str:
    names: Mapping[str, str] = {
        "PHOTO": _("Photo"),
        "LOGO": _("Logo"),
        "SOUND": _("Sound"),
        "KEY": _("Key"),
    }
    size = max(1, round(found.size * 3 / 4 / 1000))
    return f"{names.get(found.name, found.name)} ({size} kB)"


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


def _is_whole(parts: tuple[str, ...], full: list[str]) -> bool:
    """Simple telephones write the whole name where the last name belongs."""
    last, *others = parts
    if " " not in last or any(others):
        return False
    return not full or any(words(text) == words(last) for text in full)


def _without(text: str, scheme: str) -> str:
    text = text.strip()
    return text[len(scheme) :] if text.lower().startswith(scheme) else text


def _number(found: Property) -> str:
    text = found.text.strip()
    if not text.lower().startswith("tel:"):
        return text
    extension = _EXTENSION.search(text)
    plain = unquote(text[4:].partition(";ext=")[0] if extension else text[4:])
    return f"{plain} ext. {extension[1]}" if extension else plain


def _day(found: Property) -> str:
    """As ISO has it where it is a day; Apple writes 1604 for a year it does not know."""
    text = found.text.strip()
    if not (match := _DAY.fullmatch(text)):
        return text
    omitted = next(iter(found.parameters.get("X-APPLE-OMIT-YEAR", ())), "")
    year = "-" if omitted == match[1] else match[1]
    return f"{year}-{match[2]}-{match[3]}"


Reader = Callable[[Person, list[Property]], None]


def _nothing(_person: Person, _found: list[Property]) -> None:
    """What `Person` has read as a whole."""


READERS: Final[Mapping[str, Reader]] = {
    "N": _nothing,
    "FN": _nothing,
    "ORG": Person.companies,
    "TITLE": Person.positions,
    "ROLE": Person.roles,
    "EMAIL": Person.emails,
    "TEL": Person.phones,
    "ADR": Person.addresses,
    "LABEL": Person.shown_addresses,
    "URL": Person.websites,
    "NOTE": Person.notes,
    "CATEGORIES": Person.tags,
    "UID": Person.uids,
    "LANG": Person.languages,
    "BDAY": Person.birthdays,
    "ANNIVERSARY": Person.anniversaries,
    "NICKNAME": Person.nicknames,
    "MEMBER": Person.members,
    "X-ADDRESSBOOKSERVER-MEMBER": Person.members,
    "AGENT": Person.agents,
}
