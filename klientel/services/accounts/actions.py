"""The only writers of people, tokens and the own company.

`credentials` writes how one signs in, `teams` who belongs together, `sight` what roles see.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict, Unpack
from zoneinfo import available_timezones

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from klientel.foundation.access import NOBODY, Actor, Decision, Denied
from klientel.services.journal import security

from . import credentials, tokens
from .choices import Role
from .locks import people_locked
from .models import Company, Token, User, normal_email
from .policy import MANAGE, may_change_role, may_disable, require_self
from .teams import set_teams


class ProfileFields(TypedDict, total=False):
    name: str
    language: str
    time_zone: str
    theme: str


class CompanyFields(TypedDict, total=False):
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    phone: str
    email: str
    website: str
    language: str
    is_demo: bool


class NewUserFields(TypedDict, total=False):
    email: str
    name: str
    role: str
    language: str
    time_zone: str


def _refuse_unless(decision: Decision, field: str = NON_FIELD_ERRORS) -> None:
    if isinstance(decision, Denied):
        raise ValidationError({field: decision.reason})


def create_user(
    actor: Actor,
    *,
    password: str = "",
    teams: Iterable[int] = (),
    **fields: Unpack[NewUserFields],
) -> User:
    """Without a password the person cannot sign in until a link let them choose one."""
    actor.require(MANAGE)
    with people_locked():
        user = _new_user(password, **fields)
        security.log("accounts.user.created", actor, user=user.pk, role=user.role)
        set_teams(actor, user, teams)
    return user


def invite_user(
    actor: Actor, *, teams: Iterable[int] = (), **fields: Unpack[NewUserFields]
) -> User:
    """The person chooses the password by a link in a mail."""
    with transaction.atomic():
        user = create_user(actor, teams=teams, **fields)
        credentials.send_password_link(actor, user, invited=True)
    return user


def create_first_admin(*, name: str, email: str, password: str, language: str = "") -> User:
    """Whoever comes first; everybody after that is refused."""
    with people_locked():
        if User.objects.exists():
            raise ValidationError(_("Klientel has been set up already."), "set_up")
        user = _new_user(password, name=name, email=email, role=Role.ADMIN, language=language)
        security.log("accounts.user.created", NOBODY, user=user.pk, role=user.role)
    return user


def _new_user(password: str, **fields: Unpack[NewUserFields]) -> User:
    user = User(**_cleaned(fields))
    if password:
        credentials.set_password(user, password)
    else:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    _check_time_zone(user)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError({"email": _("Somebody already has this address.")}) from error
    return user


def _cleaned(fields: NewUserFields | ProfileFields) -> dict[str, str]:
    values = {name: str(value).strip() for name, value in fields.items()}
    if "email" in values:
        values["email"] = normal_email(values["email"])
    return values


def _check_time_zone(user: User) -> None:
    if user.time_zone and user.time_zone not in available_timezones():
        raise ValidationError({"time_zone": _("There is no such time zone.")})


def change_user(
    actor: Actor,
    user: User,
    *,
    teams: Iterable[int] | None = None,
    **fields: Unpack[NewUserFields],
) -> User:
    """What an administrator changes about another person; a new role counts at once.

    Of the teams, those given are all the person is in; None leaves them as they are.
    """
    actor.require(MANAGE)
    with people_locked():
        user = User.objects.select_for_update().get(pk=user.pk)
        before = (user.role, user.email)
        _refuse_unless(may_change_role(user, fields.get("role", user.role)), "role")
        for name, value in _cleaned(fields).items():
            setattr(user, name, value)
        user.full_clean(exclude=["password"])
        _check_time_zone(user)
        user.save(update_fields=[*fields])
        if user.role != before[0]:
            security.log("accounts.user.role_changed", actor, user=user.pk, role=user.role)
        if user.email != before[1]:
            credentials.note_new_address(actor, user, before=before[1])
        if teams is not None:
            set_teams(actor, user, teams)
    return user


def disable_user(actor: Actor, user: User) -> User:
    """Ends the person's sessions and tokens with their next request."""
    actor.require(MANAGE)
    with people_locked():
        user = User.objects.select_for_update().get(pk=user.pk)
        _refuse_unless(may_disable(user))
        user.is_active = False
        user.session_generation += 1
        user.save(update_fields=["is_active", "session_generation"])
        security.log("accounts.user.disabled", actor, user=user.pk)
    return user


def enable_user(actor: Actor, user: User) -> User:
    actor.require(MANAGE)
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        security.log("accounts.user.enabled", actor, user=user.pk)
    return user


def change_profile(actor: Actor, user: User, **fields: Unpack[ProfileFields]) -> User:
    """What everybody decides about themselves."""
    require_self(actor, user.pk)
    for name, value in _cleaned(fields).items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    _check_time_zone(user)
    user.save(update_fields=[*fields])
    return user


def end_sessions(actor: Actor, user: User) -> User:
    """Everywhere; the caller may keep the session it answers in."""
    require_self(actor, user.pk)
    with transaction.atomic():
        user.session_generation += 1
        user.save(update_fields=["session_generation"])
        security.log("accounts.user.sessions_ended", actor, user=user.pk)
    return user


def create_token(
    actor: Actor, user: User, *, name: str, read_only: bool = False
) -> tuple[Token, str]:
    """The row and the secret, which is nowhere kept and shown once."""
    require_self(actor, user.pk)
    secret = tokens.new()
    token = Token(
        user=user,
        name=name.strip(),
        read_only=read_only,
        prefix=tokens.prefix(secret),
        digest=tokens.digest(secret),
    )
    token.full_clean()
    with transaction.atomic():
        token.save(force_insert=True)
        security.log("accounts.token.created", actor, token=token.pk, user=user.pk)
    return token, secret


def revoke_token(actor: Actor, token: Token) -> Token:
    require_self(actor, token.user_id)
    with transaction.atomic():
        token.revoked_at = token.revoked_at or timezone.now()
        token.save(update_fields=["revoked_at"])
        security.log("accounts.token.revoked", actor, token=token.pk, user=token.user_id)
    return token


def change_company(actor: Actor, **fields: Unpack[CompanyFields]) -> Company:
    actor.require("settings.change_company")
    with people_locked():
        company = Company.objects.get(pk=Company.objects.ID)
        for name, value in fields.items():
            setattr(company, name, value)
        company.full_clean()
        company.save(update_fields=[*fields])
        security.log("settings.company.changed", actor, fields=sorted(fields))
    return company
