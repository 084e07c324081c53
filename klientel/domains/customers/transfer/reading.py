"""One row of a file, cell by cell: what it says of a record, what is doubtful, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db.models import Choices

from klientel.domains.customers import choices
from klientel.domains.customers.custom import PREFIX
from klientel.foundation.lib import countries, emails, languages, names, text
from klientel.foundation.lib.answers import yes_or_no
from klientel.foundation.lib.refusals import Refused
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.customfields import reading
from klientel.services.customfields import values as custom_values
from klientel.services.customfields.choices import Type
from klientel.services.customfields.kinds import VALUES
from klientel.services.customfields.reading import Fields
from klientel.services.customfields.values import Unfit
from klientel.services.transfer.importers import OWN_COLUMNS, Problem, Setting
from klientel.services.transfer.parsing import Line

from . import values
from .columns import ADDRESSES, EMAILS, FAXES, MOBILES, PHONES

TEXTS: Final = frozenset(
    {
        "number",
        "external_source",
        "external_id",
        "name",
        "category",
        "subcategory",
        "title",
        "first_name",
        "last_name",
        "position",
        "account_manager",
        "parent",
    }
)
ADDRESS_TEXTS: Final = ("postal_code", "city", "region")
ADDRESS_PARTS: Final = (*ADDRESS_TEXTS, "street", "street_line_2", "country")


def _numbered(key: str, many: int) -> list[str]:
    return [key, *(f"{key}_{place}" for place in range(2, many + 1))]


EMAIL_KEYS: Final = _numbered("email", EMAILS)
PHONE_KEYS: Final = {
    key: kind
    for kind, many in (("phone", PHONES), ("mobile", MOBILES), ("fax", FAXES))
    for key in _numbered(kind, many)
}


class Number(NamedTuple):
    """A telephone number or a VAT id as it is written. Which one it is depends on the country."""

    column: str
    kind: str
    text: str


@dataclass
class Said:
    """What a row says of one record; only what it does say is there."""

    fields: dict[str, Any] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    extension: Number | None = None
    vat_id: Number | None = None
    phones: list[tuple[str, str]] = field(default_factory=list)  # the numbers `dialled`, by kind
    addresses: dict[int, dict[str, str]] = field(default_factory=dict)  # 0 is the main one

    def __bool__(self) -> bool:
        return bool(self.fields or self.emails or self.numbers or self.addresses or self.vat_id)

    def dialled(self, numbers: list[tuple[str, str]]) -> Said:
        """The same with its numbers read. `dataclasses.replace` takes five times as long."""
        rest = (self.fields, self.emails, self.numbers, self.extension, self.vat_id)
        return Said(*rest, numbers, self.addresses)


@dataclass
class FileRow:
    row: int
    cells: dict[str, str] = field(default_factory=dict)  # by property
    said: Said = field(default_factory=Said)
    contact: Said = field(default_factory=Said)
    kept: dict[str, str] = field(default_factory=dict)  # column title → text for the note
    first: dict[str, Any] = field(default_factory=dict)  # values for a new record only
    country: str = ""  # what the row says itself
    customer_id: int | None = None  # whose contact it is
    customer_country: str = ""
    errors: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def copy(self) -> FileRow:
        """To be read on, with a note of its own and nothing said of it yet."""
        found = FileRow.__new__(FileRow)
        vars(found).update(vars(self), kept=dict(self.kept), remarks=[])
        return found


class Reader:
    """Knows the columns of one file; reads its rows one after the other into `now`."""

    def __init__(self, setting: Setting, lists: Mapping[str, type[Choices]], *, kind: str) -> None:
        self.home = ""  # the country of the installation
        self._custom: Fields = reading.fields(kind)
        self.column = {key: title for title, key in setting.mapping.items()}
        self.now = FileRow(0)
        self.found: dict[str, str] = {}
        self._columns = [(setting.mapping.get(title, ""), title) for title in setting.titles]
        self._lists = lists
        self._endings = [
            (place, ending)
            for place in range(ADDRESSES)
            for ending in ["" if place == 0 else f"_{place + 1}"]
            if any(f"{part}{ending}" in self.column for part in ADDRESS_PARTS)
        ]
        self._emails = [key for key in EMAIL_KEYS if key in self.column]
        self._phones = [(key, kind) for key, kind in PHONE_KEYS.items() if key in self.column]

    def begin(self, line: Line) -> None:
        """The cells that say something by property; those of other columns go to the note."""
        self.found = {}
        self.now = FileRow(line.row, self.found)
        for (key, title), cell in zip(self._columns, line.cells, strict=True):
            if values.is_empty(cell) or title in OWN_COLUMNS:
                continue
            if key:
                self.found[key] = cell.strip()
            else:
                self.now.kept[title] = cell
        if line.joined:
            self._say(line, line.joined, _("The comma in this cell stood without quotes."))
        if line.mended:
            self._say(line, line.mended, _("This cell was read as Windows-1252, not as UTF-8."))
        for place, shown in line.failed:
            reason = _("The spreadsheet shows an error in this cell; it was left out.")
            self.now.remarks.append(Problem(self._columns[place][1], shown, reason))

    def _say(self, line: Line, places: Sequence[int], reason: str) -> None:
        for place in places:
            title = self._columns[place][1]
            self.now.remarks.append(Problem(title, line.cells[place], reason))

    def refuse(self, key: str, reason: str) -> None:
        value = self.found.get(key, "")
        self.now.errors.append(Problem(self.column.get(key, ""), value, reason))

    def remark(self, key: str, reason: str) -> None:
        title = self.column.get(key, "")
        self.now.remarks.append(Problem(title, self.found.get(key, ""), reason))

    def keep(self, key: str, reason: str = "") -> None:
        """What no property can hold goes to the note; what was meant for one is named."""
        if key in self.column:
            self.now.kept[self.column[key]] = self.found[key]
        if reason:
            self.remark(key, reason)

    def read(self) -> None:
        """What customers and contacts have in common."""
        self.now.country = self.country("country")
        for key, cell in self.found.items():
            if key.startswith(PREFIX):
                self.custom(key, cell)
            elif key in self._lists:
                self._listed(key, cell)
            elif key in TEXTS:
                self.now.said.fields[key] = text.clean(cell)
            elif reader := READERS.get(key):
                reader(self, cell)
        for key in self._emails:
            self.email(key, self.now.said)
        for key, kind in self._phones:
            self.phone(key, kind, self.now.said)
        self.now.said.extension = self._number("extension")
        self.now.said.vat_id = self._number("vat_id")

    def _number(self, key: str) -> Number | None:
        found = self.found.get(key)
        return Number(self.column[key], key, found) if found else None

    def _listed(self, key: str, cell: str) -> None:
        value = values.choice(self._lists[key], cell)
        if value is None:
            self.keep(key, _("“%(value)s” is not on the list.") % {"value": cell[:80]})
        else:
            self.now.said.fields[key] = value

    def country(self, key: str) -> str:
        cell = self.found.get(key, "")
        code = countries.find(cell) if cell else ""
        if code is None:
            self.keep(key, _("There is no country “%(value)s”.") % {"value": cell[:80]})
        return code or ""

    def email(self, key: str, said: Said) -> None:
        cell = self.found.get(key, "")
        if not cell:
            return
        try:
            said.emails.append(emails.check(cell))
        except Refused:
            self.keep(key, _("“%(value)s” is not an e-mail address.") % {"value": cell[:80]})

    def phone(self, key: str, kind: str, said: Said) -> None:
        if cell := text.clean(self.found.get(key, "")):
            said.numbers.append(Number(self.column[key], kind, cell))

    def language(self, cell: str) -> None:
        code = languages.find(cell)
        if code is None:
            self.keep("language", _("There is no language “%(value)s”.") % {"value": cell[:80]})
        else:
            self.now.said.fields["language"] = code

    def domains(self, cell: str) -> None:
        """Those that are none, or everybody's, go to the note."""
        good, others = values.domains(cell)
        if good:
            self.now.said.fields["domains"] = good
        if others:
            reason = _("“%(value)s” is not a domain such as company.com.")
            self.keep("email_domains", reason % {"value": ", ".join(others)[:80]})

    def several(self, key: str, cell: str, between: str) -> None:
        """Names in one cell; whose they are is asked for many rows at once."""
        if found := [name for part in re.split(between, cell) if (name := text.clean(part))]:
            self.now.said.fields[key] = found

    def website(self, cell: str) -> None:
        try:
            self.now.said.fields["website"], is_whole = values.website(cell)
        except Refused:
            self.keep("website", _("“%(value)s” is not a web address.") % {"value": cell[:80]})
            return
        if not is_whole:
            self.keep("website")

    def custom(self, key: str, cell: str) -> None:
        """What does not fit goes to the note, as everywhere."""
        definition = self._custom.live.get(key.removeprefix(PREFIX))
        if definition is None:
            self.keep(key)
            return
        given: Any = cell
        if definition.type == Type.CHOICES:
            given = custom_values.listed(definition, re.split(r"[;|\n]", cell))
        try:
            value = custom_values.one(definition, given, country=self.now.country or self.home)
        except Unfit as unfit:
            self.keep(key, unfit.sentence)
            return
        if value is not None:
            self.now.said.fields.setdefault(VALUES, {})[definition.key] = value

    def note(self, cell: str) -> None:
        self.now.said.fields["note"] = text.clean(cell, multiline=True)

    def flag(self, key: str, cell: str) -> None:
        value = yes_or_no(cell)
        if value is None:
            self.keep(key, _("“%(value)s” is neither yes nor no.") % {"value": cell[:80]})
        else:
            self.now.said.fields[key] = value

    def courtesy(self, key: str, words: str, said: Said) -> None:
        """A salutation and a title may stand in one cell."""
        salutation, title, rest = values.courtesy(words)
        if rest:
            self.keep(key, _("This salutation is not known."))
        if salutation:
            said.fields.setdefault("salutation", salutation)
        if title:
            said.fields.setdefault("title", title)

    def title(self, key: str, said: Said) -> None:
        """A column of titles may hold `Mrs.`; any other word is a title all the same."""
        cell = self.found[key]
        if values.courtesy(cell)[2]:
            said.fields["title"] = text.clean(cell)
        else:
            self.courtesy(key, cell, said)

    def name(self, key: str, said: Said) -> None:
        """A whole name taken apart."""
        name = names.split(text.clean(self.found[key]))
        parts = {"first_name": name.first, "last_name": name.last}
        said.fields |= {part: value for part, value in parts.items() if value}
        self.courtesy(key, f"{name.salutation} {name.title}", said)

    def addresses(self) -> None:
        for place, ending in self._endings:
            if address := self._address(ending):
                self.now.said.addresses[place] = address

    def _address(self, ending: str) -> dict[str, str]:
        found = self.found
        parts = {
            name: text.clean(found[f"{name}{ending}"])
            for name in ADDRESS_TEXTS
            if f"{name}{ending}" in found
        }
        street = [
            found[key] for key in (f"street{ending}", f"street_line_2{ending}") if key in found
        ]
        if street:
            parts["street"] = text.clean("\n".join(street), multiline=True)
        if country := self.country(f"country{ending}") if ending else self.now.country:
            parts["country"] = country
        if parts and (cell := found.get(f"purpose{ending}")):
            purpose = values.choice(choices.AddressPurpose, cell)
            if purpose is None:
                self.keep(f"purpose{ending}", _("This purpose is not known."))
            else:
                parts["purpose"] = purpose
        return parts


READERS: Final[Mapping[str, Callable[[Reader, str], None]]] = {
    "language": Reader.language,
    "website": Reader.website,
    "email_domains": Reader.domains,
    "note": Reader.note,
    "team": lambda reader, cell: reader.several("team", cell, r"[\s,;|]+"),
    "staff_teams": lambda reader, cell: reader.several("staff_teams", cell, r"[;|\n]"),
    "tags": lambda reader, cell: reader.several("tags", cell, r"[;\n]"),
    "active": lambda reader, cell: reader.flag("active", cell),
    "receives_notifications": lambda reader, cell: reader.flag("receives_notifications", cell),
    "portal_access": lambda reader, cell: reader.flag("portal_access", cell),
    "primary": lambda reader, cell: reader.flag("primary", cell),
    "primary_technical": lambda reader, cell: reader.flag("primary_technical", cell),
    "primary_billing": lambda reader, cell: reader.flag("primary_billing", cell),
}
