"""Tags that rows of a file name: as the list writes them, or kept where one may not add any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from klientel.domains.customers import tagged
from klientel.domains.customers.actions import tagging
from klientel.domains.customers.cleaning import LENGTHS, MOST
from klientel.foundation.access import Actor
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _

from .session import Read

TAGS: Final = "tags"
Keep = Callable[[Read, str, str], None]  # a row, the property, and why it is not taken


def settle(actor: Actor, rows: Sequence[Read], keep: Keep) -> None:
    """Those that can be taken are; the others go to the note."""
    said = [(read, read.row.said.fields) for read in rows]
    marked = [(read, fields) for read, fields in said if fields.get(TAGS)]
    known = tagged.named({text.fold(name) for _read, fields in marked for name in fields[TAGS]})
    for read, fields in marked:
        given = fields[TAGS]
        fitting = [name for name in given if len(name) <= LENGTHS["tag"]][:MOST]
        names, strange = tagging.canonical(fitting, known)
        if strange and not actor.may(tagging.PERMISSION):
            names = [name for name in names if name not in strange]
        else:
            strange = []
        left = [name for name in given if name not in fitting] + strange
        if left:
            reason = _("At most %(count)s characters.") % {"count": LENGTHS["tag"]}
            fields[TAGS] = "; ".join(left)
            keep(read, TAGS, tagging.stranger(strange[0]) if strange else reason)
        fields[TAGS] = names
        if set(names) != set(given):
            read.fresh = None
        if not names:
            del fields[TAGS]
