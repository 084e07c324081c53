"""What is done in the background: resets, so that each answer takes the same time, and tidying.

The rows are the truth: whatever became of a task, the next one finds what is left to do.
"""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from klientel.foundation.lib.jobs import at, job

from . import credentials


@job
def answer_wishes() -> None:
    while credentials.answer_wish():
        continue


@at(minute="*")
def answer_wishes_left() -> None:
    """What a lost wake-up or a killed worker has left."""
    credentials.drop_old_wishes()
    answer_wishes()


@at(hour="3", minute="17")
def clear_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
