"""Reading files: the picture of a record, its list of files."""

from __future__ import annotations

from collections.abc import Collection

from klientel.foundation.access import Actor
from klientel.foundation.db.keyset import BadCursor, Order, Page, capped_count, page
from klientel.services.journal.facts import Subject

from .models import Purpose, StoredFile, StoredFileQuerySet

NEWEST = Order("created_at", descending=True)
PAGE = 50


def files_of(actor: Actor, subject: Subject) -> StoredFileQuerySet:
    found = StoredFile.objects.visible_to(actor, on=subject).filter(purpose=Purpose.FILE)
    return found.select_related("added_by")


def page_of(actor: Actor, subject: Subject, cursor: str = "") -> Page[StoredFile]:
    """Newest first; a cursor of another list begins anew."""
    found = files_of(actor, subject)
    try:
        return page(found, NEWEST, size=PAGE, cursor=cursor)
    except BadCursor:
        return page(found, NEWEST, size=PAGE)


def count_of(actor: Actor, subject: Subject) -> int:
    return capped_count(files_of(actor, subject).select_related(None))


def count_on(model: str, keys: Collection[int]) -> int:
    """Of all these records together, whoever may see them; pictures are not counted."""
    live = StoredFile.objects.filter(subject=model, subject_id__in=keys, deleted_at=None)
    return live.filter(purpose=Purpose.FILE).count()


def picture_of(actor: Actor, subject: Subject) -> StoredFile | None:
    found = StoredFile.objects.visible_to(actor, on=subject)
    return found.filter(purpose=Purpose.PICTURE).first()
