"""Answers kept for repeated requests, without what they said about somebody."""

from __future__ import annotations

import json
from collections.abc import Collection

from .models import KeptAnswer

BATCH = "Klientel-Batch"


def forget(*, batches: Collection[str], words: Collection[str]) -> int:
    """Bodies of answers to what wrote these batches, or that hold one of these words.

    The claim stays: what was done once is still not done twice.
    """
    escaped = {json.dumps(word)[1:-1] for word in words} | set(words)
    found = [
        kept.pk
        for kept in KeptAnswer.objects.exclude(body="").iterator(500)
        if kept.headers.get(BATCH) in batches or any(word in kept.body for word in escaped)
    ]
    return KeptAnswer.objects.filter(pk__in=found).update(body="")
