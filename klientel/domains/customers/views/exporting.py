"""A list into a file: the rows it shows, in its columns or with all fields."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import FileResponse, HttpResponse, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klientel.domains.customers import exports, tables
from klientel.foundation.access import Request, requires
from klientel.foundation.db import bulk
from klientel.foundation.ui import columns
from klientel.foundation.ui.choosing import chosen_keys
from klientel.foundation.ui.filtering import without
from klientel.foundation.ui.htmx import back, render_fragment
from klientel.foundation.ui.lines import EMPTY
from klientel.foundation.ui.listing import Listing, Table
from klientel.services.journal import security
from klientel.services.transfer import exporting
from klientel.services.transfer.exporting import Dialect, Value

M = TypeVar("M", bound=models.Model)
Files = StreamingHttpResponse | FileResponse | HttpResponse


@requires("transfer.export")
def customer_export(request: Request) -> Files:
    request.actor.require("customers.view")
    return _export(request, tables.CUSTOMERS)


@requires("transfer.export")
def contact_export(request: Request) -> Files:
    request.actor.require("contacts.view")
    return _export(request, tables.CONTACTS)


def _export(request: Request, table: Table[M]) -> Files:
    """Asks for the format first; the answer is logged with what narrowed the list."""
    given = request.POST if request.method == "POST" else request.GET
    query = given.get("query", without(request.GET))
    chosen = columns.chosen(request, table.name)
    table = replace(table, counts_later=False)
    listing = Listing(request.actor, table, QueryDict(query), chosen)
    keys: list[int] = []
    sentence = ""
    if {"ids", "all", "chosen"} & set(given):
        try:
            keys = chosen_keys(request, request.actor, table)
        except ValidationError as error:
            sentence = " ".join(error.messages)
    if sentence:
        context = {"sentence": sentence, "next": back(request)}
        return render_fragment(request, "customers/too_many.html", "dialog", context, status=422)
    if "format" not in request.POST:
        return _ask(request, listing, keys)
    matches = listing.matches.filter(pk__in=keys) if keys else listing.matches
    found = list(matches.values_list("pk", flat=True))
    _log(request, listing, rows=len(found), is_chosen=bool(keys))
    return _file(request, listing, found)


def _ask(request: Request, listing: Listing[M], keys: Sequence[int]) -> HttpResponse:
    name = listing.table.name
    several = listing.table.counted(len(keys)) if keys else listing.counted
    context = {
        "action": reverse(f"{name}:export"),
        "next": back(request, reverse(f"{name}:list")),
        "chosen": ",".join(map(str, keys)),
        "query": listing.plain_query,
        "subtitle": several,
        "titles": [heading.title for heading in listing.shown],
    }
    return render_fragment(request, "customers/export.html", "dialog", context)


def _log(request: Request, listing: Listing[M], *, rows: int, is_chosen: bool) -> None:
    """Names of the filters only: what is searched for may be somebody's name."""
    asked = {each.name for group in listing.conditions.where.groups for each in group.conditions}
    narrowed = [*sorted({*listing.filters.given, *asked}), *(["q"] if listing.q else [])]
    security.log(
        "transfer.export",
        request.actor,
        subject=listing.table.name,
        rows=rows,
        filter=[*narrowed, *(["chosen"] if is_chosen else [])],
    )


def _file(request: Request, listing: Listing[M], keys: Sequence[int]) -> Files:
    kind = listing.table.name
    if request.POST.get("fields") == "all":
        titles = exports.titles(exports.columns(kind))
        rows = exports.rows(request.actor, kind, keys, is_labelled=True)
    else:
        titles = [heading.title for heading in listing.shown]
        rows = _view_rows(listing, keys)
    name = f"{listing.table.title} {timezone.localdate().isoformat()}"
    if request.POST["format"] == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115  # CONFIG: the response closes it
        exporting.write_xlsx(file, titles, rows, name=str(listing.table.title))
        file.seek(0)
        media = exporting.MEDIA_TYPES["xlsx"]
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=media)
    chunks = _in_words_of(
        get_language(),
        timezone.get_current_timezone(),
        exporting.csv_chunks(titles, rows, _dialect()),
    )
    headers = {"Content-Disposition": content_disposition_header(True, f"{name}.csv")}  # noqa: FBT003  # CONFIG: Django's own signature
    return StreamingHttpResponse(chunks, content_type=exporting.MEDIA_TYPES["csv"], headers=headers)


def _in_words_of(language: str | None, zone: tzinfo, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A stream is read when the request, and with it the reader's language, is over."""
    while True:
        with translation.override(language), timezone.override(zone):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk


def _dialect() -> Dialect:
    """Spreadsheets in German and French want semicolons and the mark of UTF-8."""
    yes, no = _("Yes"), _("No")
    if (get_language() or "").startswith("en"):
        return Dialect(yes=yes, no=no)
    return Dialect(delimiter=";", has_bom=True, yes=yes, no=no)


def _view_rows(listing: Listing[M], keys: Sequence[int]) -> Iterator[list[Value]]:
    """What the list shows, page after page."""
    names = [heading.name for heading in listing.shown if not heading.locked]
    wanted = frozenset(names)
    table = listing.table
    for piece in bulk.pieces(keys, exports.AT_ONCE):
        visible = table.fetch(listing.actor, table.queryset(listing.actor).filter(pk__in=piece))
        found = {row.pk: row for row in visible}
        for line in table.lines([found[key] for key in piece if key in found], wanted):
            cells = [line.cells.get(name, EMPTY) for name in names]
            yield [line.name, *(c.text if c.value is None else c.value for c in cells)]
