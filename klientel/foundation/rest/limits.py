"""How often a token may ask: counted per minute in the cache."""

from __future__ import annotations

import time

from django.core.cache import cache

from .problems import Problem

PER_MINUTE = 600


def count(owner: str) -> None:
    """Raises the problem 429 that says when to come back."""
    now = time.time()
    key = f"api-requests:{owner}:{int(now // 60)}"
    if cache.add(key, 1, timeout=120):
        return
    try:
        number = cache.incr(key)
    except ValueError:  # emptied between the two lines
        return
    if number > PER_MINUTE:
        raise Problem(429, headers={"Retry-After": str(60 - int(now % 60))})
