"""The making of actors: from a signed-in person, a token, or the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils import timezone

from klientel.foundation.access import Actor, Kind, Origin

from . import tokens
from .choices import Role, Sight
from .models import RoleSight, StaffTeam, Token, User, normal_email

READING = (".view", ".export")  # what is left to a token that may only read
_roles: dict[str, frozenset[str]] = {}


def set_roles(roles: Mapping[str, frozenset[str]]) -> None:
    """Called once at start by the wiring, which alone knows every package's permissions."""
    _roles.clear()
    _roles.update(roles)


def permissions_of(role: str) -> frozenset[str]:
    return _roles.get(role, frozenset())


def from_user(user: User, origin: Origin = "web") -> Actor:
    """A disabled person may nothing, whatever their role."""
    allowed = permissions_of(user.role) if user.is_active else frozenset()
    return _made(user, "staff", origin, allowed=allowed)


def in_role(user: User, role: str) -> Actor:
    """This person as they would be with another role; nothing is to be done in that name."""
    return _made(user, "staff", "web", allowed=permissions_of(role), role=role)


def sight_of(role: str) -> Sight:
    if role == Role.ADMIN:
        return Sight.ALL
    found = RoleSight.objects.filter(role=role).values_list("sight", flat=True).first()
    return Sight(found or Sight.ALL)


def sights() -> dict[str, Sight]:
    """Of every role."""
    stored = dict(RoleSight.objects.values_list("role", "sight"))
    found = {role: Sight(stored.get(role, Sight.ALL)) for role in Role.values}
    return found | {Role.ADMIN.value: Sight.ALL}


def from_email(email: str, origin: Origin = "cli") -> Actor:
    """The person a command names; raises `User.DoesNotExist` for a stranger."""
    return from_user(User.objects.active().get(email=normal_email(email)), origin)


def from_token(token: Token) -> Actor:
    user = token.user
    allowed = permissions_of(user.role)
    if token.read_only:
        allowed = frozenset(code for code in allowed if code.endswith(READING))
    return _made(user, "token", "api", allowed=allowed)


def _made(
    user: User, kind: Kind, origin: Origin, *, allowed: frozenset[str], role: str = ""
) -> Actor:
    sight = sight_of(role or user.role)
    teams: Iterable[int] = ()
    if sight == Sight.MINE:
        teams = StaffTeam.objects.active().filter(members=user).values_list("pk", flat=True)
    return Actor(
        kind,
        user.pk,
        user.name,
        allowed,
        origin,
        time_zone=user.time_zone,
        language=user.language,
        scope="mine" if sight == Sight.MINE else "all",
        teams=frozenset(teams),
    )


def from_bearer(header: str) -> Actor | None:
    """The actor of an `Authorization` header, or None for anything that does not fit."""
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    usable = Token.objects.usable().select_related("user")
    token = usable.filter(digest=tokens.digest(secret.strip())).first()
    if token is None:
        return None
    _note_use(token)
    return from_token(token)


def _note_use(token: Token) -> None:
    """At most once a minute, so reading through the API does not become writing."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
