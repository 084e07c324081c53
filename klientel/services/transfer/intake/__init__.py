"""What is uploaded becomes what the engine reads: text as it is, any other format as its table.

A format is a module with a `FORMAT`, listed here; it is recognised by content, never by name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, cast

from django.utils.translation import gettext as _

from klientel.services.transfer import parsing
from klientel.services.transfer.encodings import Unreadable

from . import canonical, json_lines, spreadsheets, vcard, zips
from .formats import Format

FORMATS: Final[tuple[Format, ...]] = (*spreadsheets.FORMATS, vcard.FORMAT, json_lines.FORMAT)
MARKUP: Final = (b"<?xml", b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<!--", b"<meta")
TEXTS: Final = (".csv", ".tsv", ".txt")


def titles() -> list[str]:
    """What can be read, beside zip files with one of them."""
    return ["CSV", *(str(each.title) for each in FORMATS)]


def title(key: str) -> str:
    return next((str(each.title) for each in FORMATS if each.key == key), key.upper())


def accepted() -> str:
    """Names a page offers for choice; what is chosen in spite of them is looked at as well."""
    endings = [ending for each in FORMATS for ending in each.endings]
    return ",".join([*TEXTS, "text/csv", *endings, ".zip"])


@dataclass(frozen=True)
class Taken:
    file: BinaryIO  # what the run keeps
    layout: parsing.Layout


@contextmanager
def taken(file: BinaryIO, *, member: str = "") -> Iterator[Taken]:
    """Raises Unreadable, with a sentence for the file's owner. `member`: its name in a zip file."""
    found = next((each for each in FORMATS if _is(each, file)), None)
    if found:
        with _as_table(file, found) as made:
            yield made
    elif not zips.is_zip(file):
        _refuse_markup(file)
        yield Taken(file, parsing.layout_of(file))
    elif member:
        raise Unreadable(_("The zip file holds another zip file. Unpack it and choose a table."))
    else:
        with zips.only(file) as (inner, name), taken(inner, member=name) as made:
            yield replace(made, layout=replace(made.layout, member=name))


def _refuse_markup(file: BinaryIO) -> None:
    """Some programs call a web page a spreadsheet, and spreadsheet programs open it."""
    file.seek(0)
    head = file.read(1000).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(MARKUP):
        raise Unreadable(
            _("This is a web page or an XML file. Open it in a spreadsheet, save it as XLSX.")
        )


def _is(found: Format, file: BinaryIO) -> bool:
    file.seek(0)
    return found.recognises(file)


@contextmanager
def _as_table(file: BinaryIO, found: Format) -> Iterator[Taken]:
    file.seek(0)
    table = found.read(file)
    begin = 1 if found.has_header else 0
    with closing(table), tempfile.TemporaryFile() as made:
        written = cast("BinaryIO", made)
        canonical.write(written, table.rows, begin=begin)
        known = parsing.Layout(canonical.ENCODING, canonical.DELIMITER, begin, (), begin=begin)
        said = replace(known, format=found.key, sheet=table.sheet, others=table.others)
        yield Taken(written, parsing.layout_in(written, said))
