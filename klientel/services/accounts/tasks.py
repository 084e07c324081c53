"""What is done in the background: resets, so that each answer takes the same time, and tidying."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from klientel.foundation.access import SYSTEM

from . import credentials
from .models import User, normal_email


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def send_reset(email: str) -> None:
    """To the stored address of whoever has it; to nobody otherwise."""
    user = User.objects.active().filter(email=normal_email(email)).first()
    if user is not None:
        credentials.send_password_link(SYSTEM, user)


@db_periodic_task(crontab(hour="3", minute="17"))  # type: ignore[untyped-decorator]  # huey has no types
def clear_sessions() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
