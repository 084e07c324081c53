"""One list as one address asks for it: narrowed, sorted, a page of it, in the chosen columns.

A domain describes its list by a `Table`; views, bulk actions and exports all read `Listing`, so
what is shown, what is chosen by "select all" and what is exported are the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Generic, TypeVar

from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klientel.foundation.access import Actor
from klientel.foundation.db import keyset, limits
from klientel.foundation.db.conditions import dump
from klientel.foundation.db.keyset import COUNT_CAP, BadCursor, Order, Page
from klientel.foundation.lib import text
from klientel.foundation.lib.digits import whole

from . import cutting, rows
from .addressed import Addressed
from .asking import WHERE, Conditions, Properties
from .cutting import Search
from .filtering import COUNT, Chip, Filters, without
from .lines import EMPTY, Cell, Heading, Line

Text = str | Promise
M = TypeVar("M", bound=models.Model)
PAGE = 50
HITS_CAP = 1_000
Q_LENGTH = 200


@dataclass(frozen=True)
class Column:
    name: str
    title: Text
    order: str = ""  # database column to sort by: NOT NULL, indexed with the key
    css: str = ""  # on heading and cells: `from-md|from-lg|from-xl`, `num`, `quiet`, `cut`
    width: str = ""  # a Tailwind width that a template names, see `ui/listing.html`
    is_shown: bool = True  # before anyone chose
    is_locked: bool = False  # always there
    edits: str = ""  # the field of the record's form that is edited in its cells


@dataclass(frozen=True)
class Table(Generic[M]):
    name: str
    title: Text
    columns: Sequence[Column]
    queryset: Callable[[Actor], models.QuerySet[M]]  # every row there is for this actor
    fetch: Callable[[Actor, models.QuerySet[M]], models.QuerySet[M]]  # with what `lines` reads
    filters: type[Filters]
    search: Callable[[Actor, str], Search]
    lines: Callable[[Sequence[M], frozenset[str]], list[Line]]  # for these columns
    counted: Callable[[int], str]  # "3 customers"
    default: str = "name"
    page_size: int = PAGE
    properties: Properties = ()  # what conditions can ask
    cell: str = ""  # URL name of the page that edits a cell, by key
    change: str = ""  # permission to do so
    total: Callable[[Actor], int] | None = None  # rows of `queryset` up to the cap, where quicker
    counts_later: bool = False  # its page answers `count`
    live: Callable[[], models.QuerySet[M]] | None = None  # what the indexes of its orders hold
    is_long: Callable[[Actor], bool] | None = None  # rows of such a number that counting takes long
    # What else this reader finds in it: columns and properties that are not known beforehand.
    extend: Callable[[Table[M], Actor], Table[M]] | None = None

    def for_reader(self, actor: Actor) -> Table[M]:
        return self.extend(self, actor) if self.extend else self

    @property
    def orders(self) -> dict[str, str]:
        return {column.name: column.order for column in self.columns if column.order}


@dataclass
class Listing(Addressed, Generic[M]):
    actor: Actor
    table: Table[M]
    params: QueryDict
    chosen: Sequence[str] = field(default_factory=list)  # columns, in order
    _stopped: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.table = self.table.for_reader(self.actor)

    @cached_property
    def q(self) -> str:
        return text.clean(self.params.get("q", "")[: Q_LENGTH * 4])[:Q_LENGTH]

    @cached_property
    def filters(self) -> Filters:
        return self.table.filters(self.actor, self.params)

    @cached_property
    def conditions(self) -> Conditions:
        return Conditions(self.actor, self.table.properties, self.params)

    @cached_property
    def chips(self) -> list[Chip]:
        return [*self.filters.chips, *self.conditions.chips]

    @property
    def where(self) -> str:
        """As the address has it, with what can be used."""
        where = self.conditions.where
        return dump(where) if where else ""

    @property
    def complaints(self) -> list[str]:
        return [*self.filters.complaints, *self.conditions.complaints]

    @cached_property
    def sort(self) -> str:
        given = self.params.get("sort", "")
        return given if given.removeprefix("-") in self.table.orders else self.table.default

    @property
    def order(self) -> Order:
        column = self.table.orders[self.sort.removeprefix("-")]
        return Order(column, descending=self.sort.startswith("-"))

    @cached_property
    def search(self) -> Search:
        return self.table.search(self.actor, self.q)

    @property
    def filtered(self) -> models.QuerySet[M]:
        return self.conditions.narrow(self.filters.narrow(self.table.queryset(self.actor)))

    @property
    def matches(self) -> models.QuerySet[M]:
        """Every row of this list, in its order, whatever the page."""
        order = self.order
        sign = "-" if order.descending else ""
        found = self.search.narrow(self.filtered)
        return found.order_by(f"{sign}{order.column}", f"{sign}pk")

    def keys_between(self, after: int, upto: int) -> list[int]:
        """Of its rows, those with such keys, ascending."""
        rows = self.search.narrow(self.filtered).filter(pk__gt=after, pk__lte=upto)
        return list(rows.order_by("pk").values_list("pk", flat=True))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.filters.given or self.conditions.where)

    @cached_property
    def page(self) -> Page[M]:
        """A cursor that is not ours begins at the front."""
        try:
            with limits.at_most():
                return cutting.page(self, self.params.get("cursor", ""))
        except BadCursor:
            return cutting.page(self, "")
        except limits.TooSlow:
            self._stopped = True
            return Page([], "")

    @property
    def is_too_slow(self) -> bool:
        return not self.page.items and self._stopped

    @cached_property
    def lines(self) -> list[Line]:
        wanted = frozenset(heading.name for heading in self.shown)
        return self.table.lines(self.page.items, wanted)

    @property
    def rows(self) -> SafeString:
        """The lines as HTML, with the columns this reader sees."""
        return rows.render(self._cells(self.lines))

    def row(self, key: int) -> SafeString:
        """The line of one row, wherever it would stand; empty where it is not there any more."""
        wanted = frozenset(heading.name for heading in self.shown)
        found = self.table.fetch(self.actor, self.table.queryset(self.actor).filter(pk=key))
        return rows.render(self._cells(self.table.lines(list(found), wanted)))

    @cached_property
    def cell_url(self) -> str:
        """What stands before the key in the addresses of cells; empty for who may not edit them."""
        if not self.table.cell or not self.actor.may(self.table.change):
            return ""
        return reverse(self.table.cell, args=[0])

    def _cells(self, lines: Sequence[Line]) -> Iterator[tuple[Line, list[tuple[str, Cell]]]]:
        others = [heading for heading in self.shown if not heading.locked]
        for line in lines:
            yield line, [(each.css, line.cells.get(each.name, EMPTY)) for each in others]

    @cached_property
    def count(self) -> int | None:
        """Up to one more than the cap; None when that takes too long, and where it is for later."""
        known = self._of_page
        if known is not None or self.count_href:
            return known
        if not self.is_narrowed:
            return self.total
        return self._patiently(lambda: self.search.count(self.filtered, self._cap))

    @property
    def _cap(self) -> int:
        """Hits are counted one by one, so fewer: who has a thousand types another letter."""
        return HITS_CAP if self.q else COUNT_CAP

    @property
    def _of_page(self) -> int | None:
        """Where the first page is all there is, its rows are the number."""
        if COUNT in self.params or self.params.get("cursor") or self.page.next_cursor:
            return None
        return None if self._stopped else len(self.page.items)

    @property
    def later_href(self) -> str:
        """As `count_href`, where the page does not tell already."""
        return self.count_href if self._of_page is None else ""

    @property
    def count_href(self) -> str:
        """Where the number is asked for by itself, as nobody waits for it: few of very many may
        be found only by looking at all. Empty where it is known, or not known at all."""
        if not self.table.counts_later or COUNT in self.params:
            return ""
        if self.is_narrowed:
            is_long = self.search.is_wide if self.q else self.is_large
        else:
            is_long = self._is_long
        return f"?{self.query(**{COUNT: '1'})}" if is_long else ""

    @property
    def is_large(self) -> bool:
        return self._is_long or self.total is None or self.total > COUNT_CAP

    @cached_property
    def _is_long(self) -> bool:
        return self.table.is_long is not None and self.table.is_long(self.actor)

    @cached_property
    def total(self) -> int | None:
        counted = self.table.total
        if counted is None:
            return self._patiently(lambda: keyset.capped_count(self.table.queryset(self.actor)))
        return self._patiently(lambda: counted(self.actor))

    def _patiently(self, count: Callable[[], int]) -> int | None:
        try:
            with limits.at_most():
                return count()
        except limits.TooSlow:
            return None

    @property
    def is_empty(self) -> bool:
        return not self.page.items and not self.is_too_slow

    @cached_property
    def has_nothing_yet(self) -> bool:
        return self.is_empty and not (self.is_narrowed and self.table.queryset(self.actor).exists())

    @property
    def counted(self) -> str:
        """`1,284 of 8,412 customers`; a search has no use for the whole."""
        if self.count is None:
            return ""
        if self.q:
            hits = ngettext("%(count)s hit", "%(count)s hits", self.count)
            return hits % {"count": figure(self.count, self._cap)}
        if not self.is_narrowed:
            return self.table.counted(self.count)
        whole = "" if self.total is None else self.table.counted(self.total)
        return whole and _("%(some)s of %(whole)s") % {"some": figure(self.count), "whole": whole}

    @property
    def loaded(self) -> str:
        """Below the rows, where there are more than these."""
        if not self.page.next_cursor:
            return ""
        return _("%(count)s loaded") % {"count": figure(self._loaded)}

    @property
    def page_is_selected(self) -> str:
        return _("All %(count)s rows of this page are selected.") % {"count": len(self.lines)}

    @property
    def select_all(self) -> str:
        """What is too much for an act, that act says."""
        if self.count is None:
            return _("Select all hits")
        return _("Select all %(count)s hits") % {"count": figure(self.count, self._cap)}

    @property
    def caption(self) -> str:
        [column] = [each for each in self.headings if each.sort]
        return (
            _("%(list)s, sorted by %(column)s, descending")
            if column.sort == "descending"
            else _("%(list)s, sorted by %(column)s, ascending")
        ) % {"list": self.table.title, "column": column.title}

    @property
    def is_wide(self) -> bool:
        return len(self.shown) > 9

    @cached_property
    def headings(self) -> list[Heading]:
        """All columns, the chosen ones first and in their order."""
        by_name = {column.name: column for column in self.table.columns}
        asked = self.params.get("columns", "")[:2_000]
        wanted = [asked.split("."), self.chosen]  # a view's come first
        given = [[name for name in names if name in by_name] for names in wanted]
        names = given[0] or given[1]
        locked = [column.name for column in self.table.columns if column.is_locked]
        default = [column.name for column in self.table.columns if column.is_shown]
        shown = list(dict.fromkeys([*locked, *(names or default)]))
        rest = [name for name in by_name if name not in shown]
        return [self._heading(by_name[name], is_shown=name in shown) for name in [*shown, *rest]]

    @property
    def offered(self) -> list[Heading]:
        """For choosing columns, where it does not matter how this list is sorted."""
        return [replace(heading, href="", sort="", edits="") for heading in self.headings]

    @cached_property
    def shown(self) -> list[Heading]:
        return [heading for heading in self.headings if heading.shown]

    def _heading(self, column: Column, *, is_shown: bool) -> Heading:
        sort = ""
        if self.sort.removeprefix("-") == column.name:
            sort = "descending" if self.sort.startswith("-") else "ascending"
        href = ""
        if column.order:
            asked = f"-{column.name}" if sort == "ascending" else column.name
            href = f"?{self.query(sort=asked)}"
        title = str(column.title)
        edits = column.edits if self.cell_url else ""
        return Heading(
            column.name,
            title,
            is_shown,
            column.is_locked,
            column.css,
            column.width,
            href,
            sort,
            edits,
        )

    @property
    def next_href(self) -> str:
        cursor = self.page.next_cursor
        return f"?{self.query(cursor=cursor, loaded=str(self._loaded))}" if cursor else ""

    @property
    def _loaded(self) -> int:
        """Rows of this page and those before it, as its address says."""
        return len(self.page.items) + (whole(self.params.get("loaded", ""), most=9) or 0)

    @property
    def asked(self) -> tuple[object, ...]:
        """All that the search and the filters show."""
        return (self.filters.state, self.q, self.params.get(WHERE, ""), self.clear_query)

    @property
    def clear_query(self) -> str:
        return without(self.params, "q", WHERE, *self.filters.fields)


def figure(count: int, cap: int = 0) -> str:
    """`1,284`; beyond the cap `over 10,000`."""
    cap = cap or COUNT_CAP
    shown = number_format(min(count, cap), force_grouping=True)
    return _("over %(count)s") % {"count": shown} if count > cap else shown
