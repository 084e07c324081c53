"""The only writer of which customers a role sees."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.services.journal import security

from . import actors
from .choices import Role, Sight
from .locks import people_locked
from .models import RoleSight
from .policy import MANAGE


def set_sight(actor: Actor, sights: Mapping[str, str]) -> None:
    """Roles and what they see; those not named stay. Counts with everybody's next request."""
    actor.require(MANAGE)
    _check(sights)
    with people_locked():
        before = actors.sights()
        for role, sight in sights.items():
            if before[role] != sight:
                RoleSight.objects.update_or_create(role=role, defaults={"sight": sight})
                security.log("accounts.role.sight_changed", actor, role=role, sight=sight)


def _check(sights: Mapping[str, str]) -> None:
    for role, sight in sights.items():
        if role not in Role.values:
            raise ValidationError({role: _("There is no such role.")})
        if sight not in Sight.values:
            raise ValidationError({role: _("Choose one of the two.")})
        if role == Role.ADMIN and sight != Sight.ALL:
            raise ValidationError({role: _("An admin always sees all customers.")})
