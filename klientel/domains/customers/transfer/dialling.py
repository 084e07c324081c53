"""Telephone numbers and the VAT id of a row, read once it is known whose they are: by the country
of the row, else by that of the record it means.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from klientel.foundation.lib import phones, vat
from klientel.foundation.lib.refusals import Refused
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.transfer.importers import Problem

from .reading import FileRow, Said

LONGEST: Final = 254  # what a telephone number may have that is kept as text


def dialled(row: FileRow, country: str) -> FileRow:
    """The row with its numbers read; its remarks are those to be made of them."""
    found = row.copy()
    found.said = _identified(_dialled(row.said, found, country), found, country)
    found.contact = _dialled(row.contact, found, country)
    return found


def _dialled(said: Said, row: FileRow, country: str) -> Said:
    if not said.numbers and not said.extension:
        return said
    numbers: list[tuple[str, str]] = []
    for given in said.numbers:
        number = phones.parse(given.text, country)
        if number is None:
            reason = _("This telephone number was kept as it is written.")
            row.remarks.append(Problem(given.column, given.text, reason))
        if number is None and len(given.text) > LONGEST:
            row.kept[given.column] = given.text
        else:
            numbers.append((given.kind, str(number or given.text)))
    extension = said.extension
    if extension and not _extend(numbers, extension.text):
        row.kept[extension.column] = extension.text
    return said.dialled(numbers)


def _identified(said: Said, row: FileRow, country: str) -> Said:
    """What cannot be a VAT id goes to the note."""
    if said.vat_id is None:
        return said
    column, written = said.vat_id.column, said.vat_id.text
    try:
        return replace(said, fields={**said.fields, "vat_id": vat.check(written, country)})
    except Refused:
        row.kept[column] = written
        reason = _("“%(value)s” cannot be a VAT ID: its letters or digits are not right.")
        row.remarks.append(Problem(column, written, reason % {"value": written[:80]}))
        return said


def _extend(numbers: list[tuple[str, str]], extension: str) -> bool:
    """An extension belongs to the first number; without one that can be dialled it is kept."""
    digits = extension if extension.isascii() and extension.isdigit() else ""
    for place, (kind, value) in enumerate(numbers):
        if kind == "phone" and digits and (number := phones.parse(value)):
            if number.extension or len(digits) > 7:
                return False
            numbers[place] = (kind, str(phones.Phone(number.number, digits)))
            return True
    return False
