"""Runs: opened, told what the columns mean, started, worked through, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import text
from klientel.foundation.lib.digests import sha256
from klientel.services.runs import owning, undoing

from . import importers, intake, parsing, tasks
from .encodings import Unreadable
from .importers import Importer
from .mapping import check, check_match, propose
from .models import ENDED, Run, RunRow, State

AT_ONCE = 2_000  # rows whose undoing one may wait for
CLEAN: Mapping[str, Any] = {
    "rows": 0,
    "created": 0,
    "changed": 0,
    "same": 0,
    "refused": 0,
    "remarks": 0,
    "cursor": 0,
    "position": 0,
    "seconds": 0,
    "error": "",
    "worker": "",
    "heartbeat": None,
}


def open_run(actor: Actor, kind: str, file: BinaryIO, *, name: str, language: str = "") -> Run:
    """Store a file and propose what its columns mean. Raises ValidationError."""
    importer = _allowed(actor, kind)
    size = file.seek(0, 2)
    if size > parsing.FILE_MAX:
        sentence = _("The file is larger than %(count)s megabytes.")
        raise ValidationError({"file": [sentence % {"count": parsing.FILE_MAX >> 20}]})
    run = Run(
        kind=kind,
        owner_id=actor.user_id,
        owner_label=actor.label[:200],
        origin=actor.origin,
        language=language or translation.get_language() or "",
        batch=uuid.uuid4().hex,
        file_name=_file_name(name),
        sha256=sha256(file),
    )
    try:
        with intake.taken(file) as taken:
            run.layout = asdict(taken.layout)
            run.mapping = propose(taken.layout.titles, importer.offered)
            taken.file.seek(0)
            run.file.save(f"{run.batch}.csv", File(taken.file), save=True)
    except Unreadable as error:
        raise ValidationError({"file": [str(error)]}) from error
    return run


def _allowed(actor: Actor, kind: str) -> Importer:
    actor.require("transfer.import")
    try:
        importer = importers.importer(kind)
    except LookupError as error:
        names = ", ".join(importers.kinds())
        sentence = _("What can be imported: %(names)s.") % {"names": names}
        raise ValidationError({"kind": [sentence]}) from error
    for permission in importer.permissions:
        actor.require(permission)
    return importer


def _file_name(name: str) -> str:
    return text.clean(PurePath(name.replace("\\", "/")).name)[-255:] or "import.csv"


def set_mapping(
    actor: Actor, run: Run, *, mapping: Mapping[str, str] | None = None, match: str = ""
) -> Run:
    """What each column means; without one, what was proposed. Raises ValidationError."""
    importer = _allowed(actor, run.kind)
    owning.require_own(actor, run, "transfer.import")
    given = run.mapping if mapping is None else mapping
    checked = check(importer, run.layout["titles"], given)
    known = check_match(importer, match)
    return _turn(run, State.MAPPED, mapping=checked, match=known)


def plan(actor: Actor, run: Run, *, worker: str = "") -> Run:
    """Look at every row and write nothing; in the background, or by the worker that asks."""
    if run.state == State.UPLOADED:
        set_mapping(actor, run)
    return _begin(actor, run, state=State.PLANNING, worker=worker)


def start(
    actor: Actor,
    run: Run,
    *,
    mapping: Mapping[str, str] | None = None,
    match: str | None = None,
    worker: str = "",
) -> Run:
    """Write what the file holds; in the background, or by the worker that asks."""
    if run.state == State.UPLOADED or mapping is not None or match is not None:
        set_mapping(actor, run, mapping=mapping, match=run.match if match is None else match)
    return _begin(actor, run, state=State.RUNNING, worker=worker)


def _begin(actor: Actor, run: Run, *, state: State, worker: str) -> Run:
    _allowed(actor, run.kind)
    owning.require_own(actor, run, "transfer.import")
    now = timezone.now()
    lease = {"worker": worker, "heartbeat": now if worker else None}
    _turn(run, state, started_at=now, **{**CLEAN, **lease})
    if not worker:
        transaction.on_commit(lambda: tasks.work(run.pk))
    return run


def _turn(run: Run, state: State, **values: Any) -> Run:
    """From any state before the end; what was shown of an earlier check goes."""
    with transaction.atomic():
        open_ones = Run.objects.filter(pk=run.pk).exclude(state__in=[State.RUNNING, *ENDED])
        if not open_ones.update(state=state, **values):
            raise ValidationError(_("This import was started already."))
        RunRow.objects.filter(run=run).delete()
    run.refresh_from_db()
    return run


def cancel(actor: Actor, run: Run) -> Run:
    """Stop after the present piece. What is written stays and can be undone."""
    owning.require_own(actor, run, "transfer.import")
    return owning.cancel(run)


def undo(actor: Actor, run: Run) -> Run:
    """Take everything back: a small run at once, a large one is left to the background."""
    owning.require_own(actor, run, "transfer.import")
    user_id = actor.user_id
    return undoing.undo(
        actor,
        run,
        is_short=run.created + run.changed <= AT_ONCE,
        later=lambda: tasks.take_back(run.pk, user_id),
    )
