"""What the cells of both lists have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from klientel.domains.customers import choices, queries, tagged
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.queries import Shown
from klientel.domains.customers.tagged import Owner
from klientel.foundation.lib import phones
from klientel.foundation.ui.lines import EMPTY, Badge, Cell, day_in
from klientel.foundation.ui.listing import Column
from klientel.services.accounts.models import Company


class Reader(NamedTuple):
    """What of the person who looks shows in every row: asked once, not fifty times."""

    home: str  # the country whose numbers are shown without their code
    zone: tzinfo
    language: str | None


Points = Mapping[int, Sequence[Shown]]
PHONES = (choices.PointKind.PHONE, choices.PointKind.MOBILE)
LAST_COLUMNS = (
    Column("added", gettext_lazy("Added"), order="created_at", css="from-xl", width="w-29"),
    Column(
        "changed",
        gettext_lazy("Last change"),
        order="updated_at",
        css="num from-md",
        width="w-32",
        is_shown=False,
    ),
    Column(
        "status",
        gettext_lazy("Status"),
        css="from-md",
        width="w-24",
        is_shown=False,
        edits="active",
    ),
)
CellMaker = Callable[[Any, Sequence[Shown], Reader], Cell]  # row, its points, who reads
LAST_CELLS: Mapping[str, CellMaker] = {
    "tags": lambda row, _points, _reader: tags_cell(row),
    "added": lambda row, _points, reader: moment_cell(row.created_at, reader),
    "changed": lambda row, _points, reader: moment_cell(row.updated_at, reader),
    "status": lambda row, _points, _reader: status_cell(is_active=row.active),
}


def pages(url_name: str) -> str:
    """What stands before the key in the addresses of records: resolved once, not fifty times."""
    return reverse(url_name, args=[0]).removesuffix("0")


TAGS_COLUMN = Column("tags", gettext_lazy("Tags"), css="cut from-md", width="w-48", is_shown=False)


def add_tags(
    owner: Owner, rows: Sequence[Customer] | Sequence[Contact], wanted: frozenset[str]
) -> None:
    if "tags" in wanted:
        found = tagged.tags_of(owner, [row.pk for row in rows])
        for row in rows:
            row.__dict__["shown_tags"] = found.get(row.pk, ())


def tags_cell(row: Any) -> Cell:
    badges = [Badge(tag.name, f"k-tag k-tag-{tag.color}") for tag in row.shown_tags]
    return Cell(", ".join(badge.word for badge in badges), badges=badges) if badges else EMPTY


def points_of(
    owner: Owner, rows: Sequence[Customer] | Sequence[Contact], wanted: frozenset[str]
) -> Points:
    if wanted.isdisjoint({"phone", "email"}):
        return {}
    return queries.shown_points(owner, [row.pk for row in rows])


def reader_of(wanted: frozenset[str]) -> Reader:
    home = Company.objects.current().country if "phone" in wanted else ""
    return Reader(home, timezone.get_current_timezone(), get_language())


def phone_cell(points: Sequence[Shown], reader: Reader) -> Cell:
    return Cell(phones.show(queries.preferred(points, *PHONES), reader.home))


def email_cell(points: Sequence[Shown]) -> Cell:
    return Cell(queries.preferred(points, choices.PointKind.EMAIL))


def moment_cell(moment: datetime, reader: Reader) -> Cell:
    return Cell(day_in(moment.astimezone(reader.zone).date(), reader.language), value=moment)


def status_cell(*, is_active: bool) -> Cell:
    if is_active:
        return Cell(_("Active"), icon="circle-check", value=True)
    return Cell(_("Inactive"), icon="circle-minus", value=False)
