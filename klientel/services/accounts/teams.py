"""The only writer of teams of staff, and of who is in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import text
from klientel.services.journal import security

from .locks import people_locked
from .models import StaffTeam, User
from .policy import MANAGE

NAME_LENGTH = 100


def create_team(actor: Actor, *, name: str, members: Iterable[int] = ()) -> StaffTeam:
    """`members` are keys of active people. Raises ValidationError."""
    actor.require(MANAGE)
    cleaned = _cleaned(name)
    with people_locked():
        _refuse_taken(cleaned)
        joining = _active(members)
        team = StaffTeam.objects.create(name=cleaned)
        team.members.add(*joining)
        security.log("accounts.team.created", actor, team=team.pk, members=sorted(joining))
    return team


def change_team(
    actor: Actor,
    team: StaffTeam,
    *,
    name: str | None = None,
    members: Iterable[int] | None = None,
) -> StaffTeam:
    """What is not given stays. Who leaves loses what the team sees with the next request."""
    actor.require(MANAGE)
    with people_locked():
        team = StaffTeam.objects.get(pk=team.pk)
        if not team.is_active:
            raise ValidationError(_("This team is dissolved. Restore it first."))
        is_renamed = name is not None and _rename(team, _cleaned(name))
        added, removed = _set_members(team, members)
        if is_renamed or added or removed:
            _log_change(actor, team.pk, renamed=is_renamed, added=added, removed=removed)
    return team


def dissolve_team(actor: Actor, team: StaffTeam) -> StaffTeam:
    """Nobody sees anything by it any more. Its members stay known, for when it is restored."""
    actor.require(MANAGE)
    with people_locked():
        team = StaffTeam.objects.get(pk=team.pk)
        if team.is_active:
            team.is_active = False
            team.save(update_fields=["is_active"])
            security.log("accounts.team.dissolved", actor, team=team.pk)
    return team


def restore_team(actor: Actor, team: StaffTeam) -> StaffTeam:
    actor.require(MANAGE)
    with people_locked():
        team = StaffTeam.objects.get(pk=team.pk)
        if not team.is_active:
            _refuse_taken(team.name)
            team.is_active = True
            team.save(update_fields=["is_active"])
            security.log("accounts.team.restored", actor, team=team.pk)
    return team


def set_teams(actor: Actor, user: User, teams: Iterable[int]) -> None:
    """The person is in these teams and in no other; dissolved ones stay as they are."""
    actor.require(MANAGE)
    with people_locked():
        before = set(user.staff_teams.active().values_list("pk", flat=True))
        wanted = set(teams)
        joining, leaving = wanted - before, before - wanted
        _refuse_joining(user, joining)
        user.staff_teams.add(*joining)
        user.staff_teams.remove(*leaving)
        for key in sorted(joining):
            _log_change(actor, key, added=[user.pk])
        for key in sorted(leaving):
            _log_change(actor, key, removed=[user.pk])


def _refuse_joining(user: User, joining: Collection[int]) -> None:
    if joining and not User.objects.active().filter(pk=user.pk).exists():
        raise ValidationError({"teams": _("Only active users can join a team.")})
    if StaffTeam.objects.active().filter(pk__in=joining).count() < len(joining):
        raise ValidationError({"teams": _("There is no such team.")})


def _cleaned(name: str) -> str:
    cleaned = text.clean(name)
    if not cleaned:
        raise ValidationError({"name": _("This value is missing.")})
    if len(cleaned) > NAME_LENGTH:
        sentence = _("Use at most %(count)s characters.")
        raise ValidationError({"name": sentence % {"count": NAME_LENGTH}})
    return cleaned


def _refuse_taken(name: str, own: int = 0) -> None:
    """No engine knows upper case of all letters, so the few names there are compared here."""
    others = StaffTeam.objects.active().exclude(pk=own).values_list("name", flat=True)
    if name.casefold() in {other.casefold() for other in others}:
        raise ValidationError({"name": _("There is a team of this name already.")})


def _rename(team: StaffTeam, name: str) -> bool:
    if name == team.name:
        return False
    _refuse_taken(name, team.pk)
    team.name = name
    team.save(update_fields=["name"])
    return True


def _set_members(team: StaffTeam, wanted: Iterable[int] | None) -> tuple[list[int], list[int]]:
    """Who joined and who left. A disabled person may stay, but not join."""
    before = set(team.members.values_list("pk", flat=True))
    after = before if wanted is None else set(wanted)
    joining = _active(after - before)
    leaving = before - after
    team.members.add(*joining)
    team.members.remove(*leaving)
    return sorted(joining), sorted(leaving)


def _active(keys: Iterable[int]) -> set[int]:
    wanted = set(keys)
    if User.objects.active().filter(pk__in=wanted).count() < len(wanted):
        raise ValidationError({"members": _("Only active users can join a team.")})
    return wanted


def _log_change(
    actor: Actor,
    team: int,
    *,
    renamed: bool = False,
    added: Collection[int] = (),
    removed: Collection[int] = (),
) -> None:
    security.log(
        "accounts.team.changed",
        actor,
        team=team,
        renamed=renamed,
        added=list(added),
        removed=list(removed),
    )
