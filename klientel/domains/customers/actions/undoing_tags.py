"""What of tags cannot be walked back, because somebody has given or used the word since."""

from __future__ import annotations

from django.db.models import Q

from klientel.domains.customers.models import Tagging
from klientel.domains.customers.tag import Tag
from klientel.foundation.db.rows import label
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.undo import Reversal

from . import tagging

TAG, TAGGING = label(Tag), label(Tagging)


def keep_tags(found: Reversal) -> None:
    _keep_names(found)
    _keep_used(found)
    rows = [row for row in found.restore.get(TAGGING, []) if isinstance(row, Tagging)]
    if rows:
        found.restore[TAGGING] = list(tagging.free(rows))


def _keep_names(found: Reversal) -> None:
    """A name that another tag has now is not given twice."""
    back = [row for row in found.restore.get(TAG, []) if isinstance(row, Tag)]
    taken = [row for row in back if _is_taken(row.name_fold, row.pk)]
    for row in taken:
        found.refuse(row, _("There is “%(name)s” already.") % {"name": row.name})
    if back:
        found.restore[TAG] = [row for row in back if row not in taken]
    for each, values in found.update:
        if not isinstance(each, Tag):
            continue
        if each in taken:  # it goes on standing for the one that took its place
            values.clear()
        name = str(values.get("name", ""))
        if name and _is_taken(text.fold(name)[:60], each.pk):
            found.refuse(each, _("There is “%(name)s” already.") % {"name": name}, "name")
            del values["name"]


def _is_taken(fold: str, own: int) -> bool:
    return Tag.objects.filter(name_fold=fold, deleted_at=None).exclude(pk=own).exists()


def _keep_used(found: Reversal) -> None:
    """A tag that came with a change stays where other records have got it since."""
    rows = found.delete.get(TAG, [])
    if not rows:
        return
    going = [row.pk for row in found.delete.get(TAGGING, [])]
    live = Tagging.objects.filter(tag__in=[row.pk for row in rows], deleted_at=None)
    used: set[int | None] = set(
        live.exclude(pk__in=going).order_by().values_list("tag", flat=True).distinct()
    )
    standing = Tag.objects.filter(stands_for__in=[row.pk for row in rows])
    marked = Tagging.objects.filter(Q(tag__in=standing.values("pk")), deleted_at=None)
    used |= set(marked.order_by().values_list("tag__stands_for", flat=True).distinct())
    found.delete[TAG] = [row for row in rows if row.pk not in used]
