"""Bringing back what was chosen in the bin: what can come comes, the rest stays and says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from klientel.domains.customers.binned import KINDS, Binned, Kind
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.models import Contact, Customer, Note
from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.files.actions import attaching
from klientel.services.files.models import StoredFile

from . import deleting, notes

AT_ONCE: Mapping[Kind, int] = {"customers": 500, "contacts": 500, "notes": 1, "files": 1}


@dataclass
class Outcome:
    new_numbers: bool = False  # for customers whose number is taken
    back: int = 0
    stayed: list[tuple[Binned, str]] = field(default_factory=list)  # and why
    remarks: list[str] = field(default_factory=list)  # on what came back differently


def restore(
    actor: Actor, chosen: Mapping[Kind, Sequence[Any]], *, new_numbers: bool = False
) -> Outcome:
    """Customers first: what belongs to them has a place then."""
    outcome = Outcome(new_numbers=new_numbers)
    for kind in KINDS:
        for piece in bulk.pieces(chosen.get(kind, ()), AT_ONCE[kind]):
            _restore(actor, piece, outcome)
    return outcome


def _restore(actor: Actor, rows: Sequence[Binned], outcome: Outcome) -> None:
    """All at once, or one by one where one of them cannot."""
    remarks: list[str] = []
    try:
        _bring_back(actor, rows, remarks, new_numbers=outcome.new_numbers)
    except ValidationError as error:
        if len(rows) == 1:
            outcome.stayed.append((rows[0], " ".join(error.messages)))
            return
        for row in rows:
            _restore(actor, [row], outcome)
    except Conflict:
        outcome.stayed.append((rows[0], _("What it belongs to is in the bin.")))
    else:
        outcome.back += len(rows)
        outcome.remarks += remarks


def _bring_back(
    actor: Actor, rows: Sequence[Binned], remarks: list[str], *, new_numbers: bool
) -> None:
    customers = [row for row in rows if isinstance(row, Customer)]
    contacts = [row for row in rows if isinstance(row, Contact)]
    if customers:
        deleting.restore_customers(actor, customers, tell=remarks.append, new_numbers=new_numbers)
    if contacts:
        deleting.restore_contacts(actor, contacts, tell=remarks.append)
    for row in rows:
        if isinstance(row, Note):
            notes.restore_note(actor, row)
        elif isinstance(row, StoredFile):
            attaching.restore_file(actor, row)
