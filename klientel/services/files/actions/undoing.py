"""Walking back what an entry of the journal changed in these tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain

from django.core.exceptions import PermissionDenied

from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.files import attachables
from klientel.services.files.facts import FILE
from klientel.services.files.models import Purpose, StoredFile
from klientel.services.journal import undo
from klientel.services.journal.facts import Subject, Undone
from klientel.services.journal.models import Entry
from klientel.services.journal.undo import Refusal, Reversal
from klientel.services.journal.writing import writing


def walk_back(
    actor: Actor, entry: Entry, plan: Callable[[], Reversal]
) -> tuple[int, list[Refusal]]:
    """Write what the plan allows. Returns the number of rows and what stayed as it is."""
    with writing(actor) as work:
        found = plan()
        going = _files(chain.from_iterable(found.delete.values()))
        coming = _files(chain.from_iterable(found.restore.values()))
        _require_rights(actor, [*going, *coming])
        staying = _refuse_older_pictures(found, going, coming)
        work.delete(*going)
        work.restore(*(row for row in coming if row not in staying))
        about = _about([*going, *coming])
        work.record(Undone(batch=entry.batch_id, about=about, stayed=len(found.refused)))
        undo.close(actor, entry)
    return len(going) + len(coming) - len(staying), found.refused


def check_rights(actor: Actor, entry: Entry) -> None:
    """Raises PermissionDenied for whatever `walk_back` would, before anything is written."""
    marked, _changed = undo.marked_and_changed(entry)
    _require_rights(actor, _files(marked))


def _about(rows: Iterable[StoredFile]) -> tuple[Subject, ...]:
    """The records whose history shows the undo, and the files themselves."""
    found: dict[Subject, None] = {}
    for row in rows:
        found |= {(row.subject, row.subject_id): None, (FILE, row.pk): None}
    return tuple(found)


def _files(rows: Iterable[Row]) -> list[StoredFile]:
    return [row for row in rows if isinstance(row, StoredFile)]


def _require_rights(actor: Actor, rows: Collection[StoredFile]) -> None:
    for row in rows:
        is_picture = row.purpose == Purpose.PICTURE
        actor.require(attachables.attachable(row.subject).change if is_picture else "files.delete")
    if actor.scope == "mine":  # whoever sees all sees records in the bin as well
        for subject in {(row.subject, row.subject_id) for row in rows}:
            if not attachables.is_seen(actor, subject):
                raise PermissionDenied("files.view")


def _refuse_older_pictures(
    found: Reversal, going: list[StoredFile], coming: list[StoredFile]
) -> list[StoredFile]:
    """A picture that was replaced since does not come back in front of the newer one."""
    leaving = [row.pk for row in going]
    staying: list[StoredFile] = []
    for row in coming:
        live = StoredFile.objects.of((row.subject, row.subject_id)).filter(deleted_at=None)
        newer = live.filter(purpose=Purpose.PICTURE).exclude(pk__in=leaving)
        if row.purpose == Purpose.PICTURE and newer.exists():
            found.refuse(row, _("There is a newer picture."))
            staying.append(row)
    return staying
