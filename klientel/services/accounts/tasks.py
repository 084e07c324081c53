"""What is sent in the background, so that an answer takes the same time for every address."""

from __future__ import annotations

from huey.contrib.djhuey import db_task

from klientel.foundation.access import SYSTEM

from . import actions, mails
from .models import User, normal_email


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def send_reset(email: str) -> None:
    """To the stored address of whoever has it; to nobody otherwise."""
    user = User.objects.active().filter(email=normal_email(email)).first()
    if user is not None:
        secret = actions.create_password_link(SYSTEM, user)
        mails.send(user, "reset", link=mails.link("account_new_password", secret))


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def send_set_password(user_id: int, *, invited: bool) -> None:
    """Started by an administrator, who never learns the password."""
    user = User.objects.active().filter(pk=user_id).first()
    if user is not None:
        life = actions.INVITATION_LIFE if invited else actions.RESET_LIFE
        secret = actions.create_password_link(SYSTEM, user, life=life)
        template = "invitation" if invited else "reset"
        mails.send(user, template, link=mails.link("account_new_password", secret))


@db_task()  # type: ignore[untyped-decorator]  # huey has no types
def send_notice(user_id: int, what: str, to: str = "") -> None:
    """That something about signing in has changed, so that a stranger's hand is noticed."""
    user = User.objects.filter(pk=user_id).first()
    if user is not None:
        mails.send(user, "notice", what=what, to=to)
