"""How long a session lasts: so long unused, and so long at most. It carries both times itself."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from klientel.foundation.lib import clock

from .models import User

UNUSED: Final = timedelta(hours=12)
UNUSED_REMEMBERED: Final = timedelta(days=14)  # "Stay signed in"; the cookie's age, too
LONGEST: Final = timedelta(days=30)
NOTED_EVERY: Final = timedelta(minutes=1)  # so that reading does not become writing
BEGAN, SEEN = "began_at", "seen_at"


def begin(session: SessionBase) -> None:
    session[BEGAN] = session[SEEN] = _now()


def is_over(session: SessionBase) -> bool:
    """One that carries no times yet begins with its next use."""
    now = _now()
    unused = UNUSED if session.get_expire_at_browser_close() else UNUSED_REMEMBERED
    is_forgotten = now - int(session.get(SEEN, now)) > unused.total_seconds()
    return is_forgotten or now - int(session.get(BEGAN, now)) > LONGEST.total_seconds()


def note_use(session: SessionBase) -> None:
    if BEGAN not in session:
        begin(session)
    elif _now() - session[SEEN] >= NOTED_EVERY.total_seconds():
        session[SEEN] = _now()


def open_ones(user: User) -> list[UserSession]:
    """The newest first."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = UserSession.objects.purge_and_list(user)
    alive = [each for each in found if not is_over(store(each.session_key))]
    return sorted(alive, key=lambda each: each.created_at, reverse=True)


def _now() -> int:
    return int(clock.now().timestamp())
