"""Files and pictures come and go."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.services.files import attachables, kinds, names, store, waiting
from klientel.services.files.facts import (
    FilesAdded,
    FilesDeleted,
    FilesRestored,
    PictureChanged,
    PictureRemoved,
)
from klientel.services.files.models import Purpose, StoredFile
from klientel.services.files.waiting import Drawn
from klientel.services.journal.facts import Subject, only_name
from klientel.services.journal.writing import Work, writing

AT_ONCE = 20


@dataclass(frozen=True)
class Upload:
    """What somebody sends: bytes, and what they call it."""

    name: str
    file: BinaryIO


def received(given: Sequence[UploadedFile[Any]]) -> list[Upload]:
    """As a form or an API call brings them."""
    return [
        Upload(one.name or "", cast("BinaryIO", one.file)) for one in given if one.file is not None
    ]


def attach(actor: Actor, subject: Subject, uploads: Sequence[Upload]) -> list[StoredFile]:
    """All of them or none. Raises ValidationError, and ObjectDoesNotExist for an unseen record."""
    actor.require("files.add")
    _require_seen(actor, subject)
    if not uploads:
        raise ValidationError({"file": [_("Choose a file.")]})
    if len(uploads) > AT_ONCE:
        sentence = _("At most %(count)s files can be added in one go.")
        raise ValidationError({"file": [sentence % {"count": AT_ONCE}]})
    rows = _checked(actor, subject, uploads)
    for row, upload in zip(rows, uploads, strict=True):
        row.digest = store.keep(upload.file)
    with writing(actor) as work:
        work.insert(*rows)
        work.record(FilesAdded(subject, _keys(rows), only_name(rows)))
    return rows


def _keys(rows: Sequence[StoredFile]) -> tuple[int, ...]:
    return tuple(row.pk for row in rows)


def _require_seen(actor: Actor, subject: Subject) -> None:
    if not attachables.is_seen(actor, subject):
        raise ObjectDoesNotExist(subject)


def _checked(actor: Actor, subject: Subject, uploads: Sequence[Upload]) -> list[StoredFile]:
    rows: list[StoredFile] = []
    wrong: list[str] = []
    for upload in uploads:
        try:
            rows.append(_row(actor, subject, upload))
        except ValidationError as error:
            wrong += error.messages
    if wrong:
        raise ValidationError({"file": wrong})
    return rows


def _row(actor: Actor, subject: Subject, upload: Upload) -> StoredFile:
    """Looks at the content; nothing is stored yet."""
    name = names.cleaned(upload.name)
    size = upload.file.seek(0, io.SEEK_END)
    if not size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name})
    if size > settings.UPLOAD_BYTES:
        sentence = _("“%(name)s” is larger than %(count)s megabytes.")
        raise ValidationError(sentence % {"name": name, "count": settings.UPLOAD_BYTES >> 20})
    found = kinds.found_in(upload.file)
    kinds.check(name, found)
    model, key = subject
    return StoredFile(
        subject=model,
        subject_id=key,
        name=name,
        kind=found.code,
        size=size,
        added_by_id=actor.user_id,
    )


def delete_files(actor: Actor, files: Sequence[StoredFile]) -> list[StoredFile]:
    """Files of one record; those that are gone already are passed over."""
    actor.require("files.delete")
    with writing(actor) as work:
        seen = StoredFile.objects.visible_to(actor).filter(purpose=Purpose.FILE)
        keys = [file.pk for file in files]
        found = list(seen.select_for_update(of=("self",)).filter(pk__in=keys))
        if not found:
            return []
        first = found[0]
        work.delete(*found)
        of = (first.subject, first.subject_id)
        work.record(FilesDeleted(of, _keys(found), only_name(found)))
    return found


def restore_file(actor: Actor, file: StoredFile) -> None:
    """One that is not in the bin is passed over."""
    actor.require("files.delete")
    with writing(actor) as work:
        binned = StoredFile.objects.visible_to(actor, deleted=True).filter(purpose=Purpose.FILE)
        row = binned.select_for_update(of=("self",)).filter(pk=file.pk).first()
        if row is not None:
            work.restore(row)
            work.record(FilesRestored((row.subject, row.subject_id), _keys([row]), row.name))


def set_picture(actor: Actor, subject: Subject, file: BinaryIO) -> StoredFile:
    """In place of the one there is. Raises ValidationError."""
    _require_change(actor, subject)
    try:
        drawn = waiting.draw(file, "picture")
    except ValidationError as error:
        raise ValidationError({"picture": error.messages}) from error
    return set_drawn(actor, subject, drawn)


def set_drawn(actor: Actor, subject: Subject, drawn: Drawn) -> StoredFile:
    """As `set_picture`, with one drawn before: a transaction is no place to draw in."""
    _require_change(actor, subject)
    model, key = subject
    row = StoredFile(
        subject=model,
        subject_id=key,
        purpose=Purpose.PICTURE,
        name="picture.webp",
        kind="webp",
        size=drawn.size,
        digest=drawn.digest,
        added_by_id=actor.user_id,
    )
    with writing(actor) as work:
        _lock(actor, subject)
        gone = _delete_picture(work, subject)
        work.insert(row)
        work.record(PictureChanged(subject, _keys([*gone, row])))
    return row


def _lock(actor: Actor, subject: Subject) -> None:
    """The record, so that of two who set its picture at once one waits for the other."""
    model, key = subject
    rows = attachables.attachable(model).rows(actor)
    if not rows.select_for_update(of=("self",)).filter(pk=key):
        raise ObjectDoesNotExist(subject)


def remove_picture(actor: Actor, subject: Subject) -> bool:
    """Whether there was one."""
    _require_change(actor, subject)
    with writing(actor) as work:
        gone = _delete_picture(work, subject)
        if gone:
            work.record(PictureRemoved(subject, _keys(gone)))
    return bool(gone)


def _require_change(actor: Actor, subject: Subject) -> None:
    actor.require(attachables.attachable(subject[0]).change)
    _require_seen(actor, subject)


def _delete_picture(work: Work, subject: Subject) -> list[StoredFile]:
    live = StoredFile.objects.select_for_update().filter(deleted_at=None, purpose=Purpose.PICTURE)
    model, key = subject
    found = list(live.filter(subject=model, subject_id=key))
    work.delete(*found)
    return found
