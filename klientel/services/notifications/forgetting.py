"""Mails that go, with all they say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from .about import mails_to
from .models import OutboxMail


def forget(addresses: Iterable[str]) -> int:
    """Those on their way as well: who is erased gets no more mail."""
    gone, _by_model = mails_to(addresses).delete()
    return gone


def count_before(moment: datetime) -> int:
    return _left(moment).count()


def drop_before(moment: datetime, most: int) -> int:
    """Whatever became of them; what is on its way is left alone."""
    keys = list(_left(moment).order_by("pk").values_list("pk", flat=True)[:most])
    OutboxMail.objects.filter(pk__in=keys).delete()
    return len(keys)


def _left(moment: datetime) -> QuerySet[OutboxMail]:
    return OutboxMail.objects.filter(created_at__lt=moment).exclude(state__in=OutboxMail.UNDERWAY)
