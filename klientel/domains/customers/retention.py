"""How long what is in the bin stays there, and contacts nobody has used for long."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from klientel.foundation.access import SYSTEM, Actor
from klientel.services.files.models import StoredFile
from klientel.services.privacy.models import Removal, Why

from .actions import purging
from .binned import Kind
from .facts import CONTACT
from .models import Contact, Customer, Note

MODELS: dict[Kind, type[Any]] = {
    "customers": Customer,
    "contacts": Contact,
    "notes": Note,
    "files": StoredFile,
}


def count_binned(moment: datetime) -> int:
    """Each on its own, those that went with others as well."""
    return sum(_binned(kind, moment).count() for kind in MODELS)


def purge_binned(moment: datetime, most: int) -> int:
    for kind in MODELS:
        keys = list(_binned(kind, moment).order_by("pk").values_list("pk", flat=True)[:most])
        if keys:
            return sum(purging.purge(SYSTEM, {kind: keys}, why=Why.PERIOD).values()) or len(keys)
    return 0


def _binned(kind: Kind, moment: datetime) -> QuerySet[Any]:
    """Those whose time is over; pictures that were replaced are among the files.

    What was merged into another record is no waste: links and numbers lead on through it.
    """
    rows: QuerySet[Any] = MODELS[kind]._base_manager.filter(deleted_at__lt=moment)
    return rows.filter(merged_into=None) if kind in {"customers", "contacts"} else rows


def unused(moment: datetime) -> QuerySet[Contact]:
    """Inactive, and nothing about them was changed since; erased ones are done with."""
    done = Removal.objects.filter(model=CONTACT, why=Why.ERASED).values("key")
    found = Contact.objects.filter(deleted_at=None, active=False, updated_at__lt=moment)
    return found.exclude(pk__in=done)


def unused_seen(actor: Actor, moment: datetime) -> QuerySet[Contact]:
    seen = Contact.objects.visible_to(actor).filter(pk__in=unused(moment).values("pk"))
    return seen.select_related("customer").order_by("updated_at", "pk")
