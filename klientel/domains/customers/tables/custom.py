"""Custom fields in the lists: columns to choose, conditions, sorting where there is an index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from klientel.domains.customers import properties
from klientel.domains.customers.custom import PREFIX
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.db.keytext import KeyText
from klientel.foundation.ui.lines import EMPTY, Cell, Line
from klientel.foundation.ui.listing import Column, Table
from klientel.services.accounts.models import Company
from klientel.services.customfields import reading, values
from klientel.services.customfields.choices import NUMBERS, Type
from klientel.services.customfields.inputs import name_of
from klientel.services.customfields.kinds import VALUES
from klientel.services.customfields.models import Definition
from klientel.services.customfields.ordering import column, orders
from klientel.services.customfields.reading import Fields

M = TypeVar("M", Customer, Contact)
Live = Callable[[], QuerySet[M]]
WIDTHS = ((12, "w-36"), (17, "w-44"))  # letters of a heading, and what they take
WIDEST = "w-52"
HELD = "custom_held"  # the values of a row, whatever else of it is read


def extended(kind: str) -> Callable[[Table[M], Actor], Table[M]]:
    """For the lists of one kind of record."""

    def extend(table: Table[M], actor: Actor) -> Table[M]:
        fields: Fields = reading.fields(kind)
        offered = {name_of(each.key): each for each in fields.offered}
        asked_for = asked(kind)(table, actor)
        if not offered:
            return asked_for
        sorted_by = orders(fields)
        return replace(
            table,
            columns=(*table.columns, *map(_column, fields.offered)),
            properties=asked_for.properties,
            queryset=lambda actor: table.queryset(actor).annotate(**sorted_by),
            fetch=lambda actor, found: _held(table.fetch(actor, found)),
            lines=lambda rows, wanted: _with_cells(
                table.lines(rows, wanted),
                [getattr(row, HELD) for row in rows],
                shown={name: each for name, each in offered.items() if name in wanted},
            ),
            live=_ordered(table.live, sorted_by),
            extend=None,
        )

    return extend


def _ordered(live: Live[M] | None, sorted_by: Mapping[str, KeyText]) -> Live[M] | None:
    """What leads has to be in the same order."""
    return None if live is None else lambda: live().annotate(**sorted_by)


def asked(kind: str) -> Callable[[Table[M], Actor], Table[M]]:
    """For a list that only narrows by them."""

    def extend(table: Table[M], _actor: Actor) -> Table[M]:
        return replace(table, properties=(*table.properties, *properties.custom(kind)), extend=None)

    return extend


def _held(found: QuerySet[M]) -> QuerySet[M]:
    return found.annotate(**{HELD: F(VALUES)})


def _width(title: str) -> str:
    """As much as its heading needs, with the arrow of the order."""
    return next((width for most, width in WIDTHS if len(title) <= most), WIDEST)


def _column(definition: Definition) -> Column:
    is_number = definition.type in NUMBERS
    return Column(
        name_of(definition.key),
        definition.name,
        order=column(definition) if definition.is_ready else "",
        css="num from-md" if is_number else "cut from-md",
        width=_width(definition.name),
        is_shown=False,
        edits=f"{PREFIX}{definition.key}",
    )


def _with_cells(
    lines: Sequence[Line],
    held: Sequence[Mapping[str, Any]],
    *,
    shown: Mapping[str, Definition],
) -> list[Line]:
    """The columns somebody chose; the others cost nothing."""
    is_called = any(each.type == Type.PHONE for each in shown.values())
    home = Company.objects.current().country if is_called else ""
    return [
        line._replace(cells={**line.cells, **_cells(values_, shown, home)}) if shown else line
        for line, values_ in zip(lines, held, strict=True)
    ]


def _cells(held: Mapping[str, Any], shown: Mapping[str, Definition], home: str) -> dict[str, Cell]:
    return {
        name: Cell(values.show(each, held[each.key], home=home)) if each.key in held else EMPTY
        for name, each in shown.items()
    }
