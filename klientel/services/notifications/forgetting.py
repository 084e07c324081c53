"""Mails that go, with all they say."""

from __future__ import annotations

from collections.abc import Iterable

from .about import mails_to


def forget(addresses: Iterable[str]) -> int:
    """Those on their way as well: who is erased gets no more mail."""
    gone, _by_model = mails_to(addresses).delete()
    return gone
