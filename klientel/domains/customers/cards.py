"""The cards of the board as HTML, in Python: a template takes a millisecond a card.

Everything that comes from data goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from klientel.foundation.ui.lines import EMPTY, Line
from klientel.foundation.ui.rows import joined
from klientel.foundation.ui.templatetags.ui import avatar, icon

CARD = "group relative rounded-field border border-line bg-base-100 p-2.5 text-sm"
NAME = "min-w-0 grow font-medium break-words hover:underline"
BUTTON = "btn btn-xs btn-square btn-ghost text-muted"
BELOW = "truncate text-[0.8125rem] text-muted"


def render(lines: Iterable[Line], *, may_move: bool) -> SafeString:
    """A `<li>` for each; those that may be moved have a button that asks where to."""
    change = reverse("customers:change_segment")
    labelled, title = _("Change the segment of %(name)s"), escape(_("Change segment"))
    sign = icon("folder-input", "sm")
    parts: list[str] = []
    for line in lines:
        name, muted = escape(line.name), " text-muted" if line.is_muted else ""
        key = f' draggable="true" data-key="{line.key}"' if may_move else ""
        parts += [
            f'<li class="{CARD}"{key}><div class="flex items-start gap-2">',
            avatar(line.name, line.kind, "xs"),
            f'<a href="{escape(line.href)}" draggable="false" class="{NAME}{muted}">{name}</a>',
        ]
        if may_move:
            asks = f"{change}?ids={line.key}"
            parts += [
                f'<a href="{asks}" hx-get="{asks}" hx-target="#dialog" hx-push-url="false"',
                f' draggable="false" class="{BUTTON}" title="{title}"',
                f' aria-label="{escape(labelled % {"name": line.name})}">{sign}</a>',
            ]
        parts += ["</div>", *_below(line), "</li>"]
    return joined(parts)


def _below(line: Line) -> Iterable[str]:
    place, contact, manager = (
        line.cells.get(name, EMPTY).text for name in ("city", "contact", "manager")
    )
    if about := " · ".join(filter(None, [place, contact])):
        yield f'<p class="mt-1 {BELOW}">{escape(about)}</p>'
    if manager:
        yield f'<p class="{BELOW}">{escape(manager)}</p>'
