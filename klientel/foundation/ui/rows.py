"""The rows of a list as HTML, in Python: a template takes a millisecond a row, this a fiftieth.

Everything that comes from data goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .lines import Cell, Line, Mark
from .templatetags.ui import avatar, icon

Cells = Sequence[tuple[str, Cell]]
CHECKBOX = "checkbox checkbox-sm checkbox-primary border-strong align-middle"
BADGE = "badge badge-sm max-w-full gap-1.5 border-line bg-base-200 px-1.5 text-[0.8125rem]"
# It gives way, to its icon, before a letter of the name does.
MARK = f"{BADGE} k-mark min-w-6.5 shrink-[100000] flex-wrap content-start overflow-hidden"
MORE = "k-more btn btn-square btn-ghost btn-xs text-muted"
NARROW = 13  # letters that find room in every column
GRIP = '<span class="k-grip max-md:hidden" draggable="true" aria-hidden="true">{}</span>'


def render(rows: Iterable[tuple[Line, Cells]], *, is_movable: bool = False) -> SafeString:
    """A `<tr>` for each line; see `ui/listing_table.html` for what stands around them.

    Movable rows have a grip to drag them by.
    """
    grip = GRIP.format(icon("grip-vertical")) if is_movable else ""
    select, actions = _("Select %(label)s"), _("Actions for %(name)s")
    more = icon("ellipsis-vertical")
    parts: list[str] = []
    for line, cells in rows:
        name = escape(line.name)
        labelled = select % {"label": name}
        parts += [
            f'<tr data-k-select-target="row"><td>{grip}<input type="checkbox" name="ids" value="',
            f'{line.key}" class="{CHECKBOX}" aria-label="{labelled}" autocomplete="off"></td><td>',
            '<div class="group relative flex min-w-0 items-center gap-2.5">',
            avatar(line.name, line.kind),
            f'<div class="min-w-0 grow">{_link(line, name)}{_summary(line)}</div>',
            f'<button type="button" class="{MORE}" aria-haspopup="menu" data-k-select-menu',
            f' aria-label="{actions % {"name": name}}">{more}</button></div></td>',
            *(_cell(css, cell) for css, cell in cells),
            "</tr>\n",
        ]
    return joined(parts)


def joined(parts: Iterable[str]) -> SafeString:
    """Whoever makes HTML of strings escapes what comes from data; this says that it was done."""
    return mark_safe("".join(parts))  # noqa: S308  # CONFIG: see above


def _link(line: Line, name: str) -> str:
    muted = " text-muted" if line.is_muted else ""
    link = (
        f'<a href="{escape(line.href)}" title="{name}" data-k-select-open '
        f'class="block truncate font-medium hover:underline{muted}">{name}</a>'
    )
    if not line.marks:
        return link
    return f'<span class="k-named">{link}{"".join(map(_mark, line.marks))}</span>'


def _mark(mark: Mark) -> str:
    # From this width on the column is there, as `from-xl` says.
    css = f"{MARK} min-[90rem]:hidden" if mark.is_in_column else MARK
    sign = icon(mark.icon, "sm", "text-muted")
    word = escape(mark.word)
    return f'<span class="{css}" title="{escape(mark.title)}">{sign}<span>{word}</span></span>'


def _summary(line: Line) -> str:
    """The columns of a wide screen, folded into a second line for a phone."""
    if not line.summary:
        return ""
    sign = icon(line.icon, "sm") if line.icon else ""
    return (
        '<p class="flex items-center gap-1.5 text-[0.8125rem] text-muted md:hidden">'
        f'{sign}<span class="truncate">{escape(line.summary)}</span></p>'
    )


def _cell(css: str, cell: Cell) -> str:
    shown: str = escape(cell.text)
    whole = f' title="{shown}"' if len(cell.text) > NARROW and "cut" in css else ""
    if cell.badges:
        shown, whole = _badges(cell), f' title="{shown}"'
    elif cell.is_badge:
        shown = badge(cell)
    elif cell.href:
        shown = f'<a href="{escape(cell.href)}" class="hover:underline">{shown}</a>'
    return f'<td class="{css}"{whole}>{shown}</td>'


def _badges(cell: Cell) -> str:
    """As many as there is room for; the title of the cell names them all."""
    each = (
        f'<span class="badge badge-sm {one.css} max-w-full px-1.5 text-[0.8125rem]">'
        f'<span class="truncate">{escape(one.word)}</span></span>'
        for one in cell.badges
    )
    return f'<span class="flex gap-1 overflow-hidden">{"".join(each)}</span>'


def badge(cell: Cell) -> str:
    sign = icon(cell.icon, "sm", "text-muted") if cell.icon else ""
    return f'<span class="{BADGE}">{sign}<span class="truncate">{escape(cell.text)}</span></span>'
