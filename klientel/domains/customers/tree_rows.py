"""The branches of the tree as HTML, in Python as the rows of lists are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from klientel.foundation.ui import rows
from klientel.foundation.ui.lines import Heading, Line
from klientel.foundation.ui.templatetags.ui import avatar, icon

from .tree import Branch

Columns = Sequence[Heading]
TOGGLE = "btn btn-square btn-ghost btn-xs"
NAME = "truncate font-semibold hover:underline"
REST = "link text-primary"


def branches(
    found: Sequence[Branch], others: Columns, *, query: str, is_movable: bool
) -> SafeString:
    """A `<tbody>` for each; `query` is the list's own, for the way to the rest of the people."""
    return rows.joined(_branch(each, others, query=query, is_movable=is_movable) for each in found)


def people(lines: Sequence[Line], others: Columns, *, is_movable: bool) -> SafeString:
    cells = [(line, [(each.css, line.cells[each.name]) for each in others]) for line in lines]
    return rows.render(cells, is_movable=is_movable)


def rest(href: str, others: Columns) -> SafeString:
    """The row that stands for people who are not shown yet."""
    target, text = escape(href), escape(_("Show more people"))
    return rows.joined(
        [
            f'<tr><td></td><td><a href="{target}" hx-get="{target}" hx-push-url="false"',
            f' hx-target="closest tr" hx-swap="outerHTML" class="{REST}">',
            f"{text}</a></td>{_fill(others)}</tr>",
        ]
    )


def _branch(branch: Branch, others: Columns, *, query: str, is_movable: bool) -> str:
    after = f"?of={branch.key}&cursor={branch.next_cursor}&{query}".rstrip("&")
    return (
        f'<tbody data-k-tree-target="branch" data-key="{branch.key}"'
        f' data-name="{escape(branch.name)}">{_head(branch, others)}'
        f"{people(branch.lines, others, is_movable=is_movable)}"
        f"{rest(after, others) if branch.next_cursor else ''}</tbody>\n"
    )


def _head(branch: Branch, others: Columns) -> str:
    name = escape(branch.name)
    muted = " text-muted" if branch.is_muted else ""
    linked = f'<a href="{escape(branch.href)}" class="{NAME}{muted}">{name}</a>'
    shown = linked if branch.href else f'<span class="truncate font-semibold">{name}</span>'
    face = avatar(branch.name, branch.kind) if branch.href else _NOBODY.format(icon("users", "sm"))
    badge = rows.badge(branch.segment) if branch.segment.text else ""
    here = icon("folder-input") + escape(_("Move here"))
    return (
        f'<tr class="k-group"><td>{_toggle(branch)}</td><th scope="rowgroup">'
        f'<div class="k-branch">{face}{shown}'
        f'<span class="font-normal text-muted tabular-nums">{branch.count}</span>'
        f'<span class="max-md:hidden">{badge}</span>'
        f'<span class="k-here">{here}</span></div></th>{_fill(others)}</tr>'
    )


_NOBODY = '<span class="k-nobody" aria-hidden="true">{}</span>'


def _toggle(branch: Branch) -> str:
    if not branch.people:
        return ""
    label = escape(_("People of %(name)s") % {"name": branch.name})
    return (
        f'<button type="button" class="{TOGGLE}" aria-expanded="true" aria-label="{label}"'
        f' data-action="k-tree#toggle">{icon("chevron-down")}</button>'
    )


def _fill(others: Columns) -> str:
    return "".join(f'<td class="{column.css}"></td>' for column in others)
