"""The security log: append-only, hash-chained, without personal values."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from itertools import takewhile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from klientel.foundation.access import Actor

from .models import ChainHead, SecurityEvent


def log(kind: str, actor: Actor, **data: object) -> None:
    """Append one event. `data` holds ids, codes and counts, never names or addresses."""
    with transaction.atomic():
        ChainHead.objects.get_or_create(pk=1)
        head = ChainHead.objects.select_for_update().get(pk=1)
        event = SecurityEvent(
            at=timezone.now(),
            kind=kind,
            actor_id=actor.user_id,
            origin=actor.origin,
            data=data,
            previous=head.digest,
        )
        event.digest = digest(event)
        event.save(force_insert=True)
        head.digest = event.digest
        head.save()


def digest(event: SecurityEvent) -> str:
    text = json.dumps(
        [event.at, event.kind, event.actor_id, event.origin, event.data, event.previous],
        cls=DjangoJSONEncoder,
        sort_keys=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken() -> int | None:
    """The id of the first event that does not follow from the one before it."""
    head = ChainHead.objects.filter(pk=1).first()
    previous = head.start if head else ""
    for event in SecurityEvent.objects.order_by("pk").iterator(chunk_size=1000):
        if event.previous != previous or event.digest != digest(event):
            return event.pk
        previous = event.digest
    return None if head is None or head.digest == previous else 0


def count_before(moment: datetime) -> int:
    return SecurityEvent.objects.filter(at__lt=moment).count()


def drop_before(moment: datetime, most: int) -> int:
    """Remove the oldest events. The chain begins where they ended, and still shows a change."""
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().filter(pk=1).first()
        oldest = list(SecurityEvent.objects.order_by("pk")[:most])
        gone = list(takewhile(lambda event: event.at < moment, oldest))
        if head is None or not gone:
            return 0
        SecurityEvent.objects.filter(pk__in=[event.pk for event in gone]).delete()
        head.start = gone[-1].digest
        head.save()
    return len(gone)
