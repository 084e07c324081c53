"""What searches forget: the old ones, and what somebody typed about a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import unquote_plus

from django.utils import timezone

from klientel.services.journal.forgetting import Words

from .models import LongHit, LongSearch

KEPT: Final = timedelta(days=7)


def forget_old() -> None:
    """What was found grows old: rows come, go and change."""
    LongSearch.objects.filter(created_at__lt=timezone.now() - KEPT).delete()


def forget_rows(kind: str, keys: list[int]) -> None:
    LongHit.objects.filter(search__kind=kind, key__in=keys).delete()


def forget(kind: str, key: int, words: Words) -> None:
    """A search that asks for somebody's words goes whole: it would find nothing any more."""
    forget_rows(kind, [key])
    for search in LongSearch.objects.order_by("pk").iterator(500):
        typed = unquote_plus(search.asked)
        if words.replaced(typed) != typed:
            search.delete()
