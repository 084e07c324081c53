"""May this be done to this person, now? Asked again under the lock by the actions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from klientel.foundation.access import Actor, Allowed, Decision, Denied

from .choices import Role
from .models import User

MANAGE = "accounts.manage_users"


def require_self(actor: Actor, user_id: int) -> None:
    """What is one's own needs no permission; what is another's is for who manages people."""
    if actor.user_id != user_id:
        actor.require(MANAGE)


def may_disable(user: User) -> Decision:
    if _is_last_admin(user):
        return Denied(_("At least one active admin must remain."))
    return Allowed()


def may_change_role(user: User, role: str) -> Decision:
    if role != Role.ADMIN and _is_last_admin(user):
        return Denied(_("At least one active admin must remain."))
    return Allowed()


def _is_last_admin(user: User) -> bool:
    if user.role != Role.ADMIN or not user.is_active:
        return False
    return not User.objects.admins().exclude(pk=user.pk).exists()
