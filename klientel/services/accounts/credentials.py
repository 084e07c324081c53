"""The only writers of how somebody signs in: passwords, addresses and the links that change them.

Each mail that one of them causes is written in its transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klientel.foundation.access import NOBODY, SYSTEM, Actor
from klientel.foundation.lib import clock
from klientel.services.journal import security

from . import actors, mails, tokens
from .models import AddressLink, PasswordLink, ResetWish, User, normal_email
from .policy import require_self

RESET_LIFE: Final = timedelta(hours=1)
INVITATION_LIFE: Final = timedelta(days=7)
ADDRESS_LIFE: Final = timedelta(hours=1)
WISH_LIFE: Final = timedelta(days=1)


def set_password(user: User, password: str) -> None:
    """On the object only; the caller saves it."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    user.set_password(password)
    user.password_changed_at = clock.now()


def change_password(actor: Actor, user: User, password: str) -> User:
    """Every session but the one that the caller refreshes ends."""
    require_self(actor, user.pk)
    set_password(user, password)
    with transaction.atomic():
        _save_password(actor, user)
    return user


def _save_password(actor: Actor, user: User) -> None:
    user.save(update_fields=["password", "password_changed_at"])
    void_links(user)
    security.log("accounts.user.password_changed", actor, user=user.pk)
    mails.send(user, "notice", what="password_changed")


def tell_of_second_factor(user: User, what: str) -> None:
    """Within the transaction that changes it."""
    with transaction.atomic():
        security.log(f"accounts.{what}", actors.from_user(user), user=user.pk)
        mails.send(user, "notice", what=what)


def void_links(user: User) -> None:
    """Whatever was sent before something about signing in has changed."""
    for kind in (PasswordLink, AddressLink):
        kind.objects.filter(user=user, used_at=None).update(used_at=clock.now())


def usable_secrets(secrets: Collection[str]) -> set[str]:
    """Those that still lead somewhere."""
    found = {tokens.digest(secret): secret for secret in secrets}
    usable: set[str] = set()
    for kind in (PasswordLink, AddressLink):
        usable |= set(
            kind.objects.usable().filter(digest__in=found).values_list("digest", flat=True)
        )
    return {found[digest] for digest in usable}


def create_password_link(actor: Actor, user: User, *, life: timedelta = RESET_LIFE) -> str:
    """The secret part of the link; every earlier link of this person is void."""
    secret, now = tokens.new(), clock.now()
    with transaction.atomic():
        void_links(user)
        PasswordLink.objects.create(
            user=user, digest=tokens.digest(secret), created_at=now, expires_at=now + life
        )
        security.log("accounts.password_link.created", actor, user=user.pk)
    return secret


def send_password_link(actor: Actor, user: User, *, invited: bool = False) -> None:
    """Whoever starts it never learns the password that is chosen."""
    template, life = ("invitation", INVITATION_LIFE) if invited else ("reset", RESET_LIFE)
    with transaction.atomic():
        secret = create_password_link(actor, user, life=life)
        mails.send(user, template, link=mails.link("account_new_password", secret))


def wish_for_link(email: str) -> None:
    """The same row for every address; who has it, if anybody, is looked up when it is answered."""
    ResetWish.objects.create(email=email, asked_at=clock.now())


def answer_wish() -> bool:
    """The oldest, to the stored address of whoever has it; whether there was one.

    The wish goes in the transaction that writes the mail, so each is answered once.
    """
    with transaction.atomic():
        waiting = ResetWish.objects.order_by("pk").select_for_update(skip_locked=True)
        wish = waiting.first()
        if wish is None:
            return False
        user = User.objects.active().filter(email=normal_email(wish.email)).first()
        if user is not None:
            send_password_link(SYSTEM, user)
        wish.delete()
    return True


def drop_old_wishes() -> None:
    """Nobody waits that long; a mail would only frighten."""
    ResetWish.objects.filter(asked_at__lt=clock.now() - WISH_LIFE).delete()


def password_link(secret: str) -> PasswordLink | None:
    """Looking consumes nothing, so a scanner that follows the link does no harm."""
    usable = PasswordLink.objects.usable().select_related("user")
    return usable.filter(digest=tokens.digest(secret)).first()


def use_password_link(secret: str, password: str) -> User | None:
    """None when somebody else was faster or the link is void."""
    link = password_link(secret)
    if link is None:
        return None
    set_password(link.user, password)
    with transaction.atomic():
        if not _take(link):
            return None
        _save_password(NOBODY, link.user)
    return link.user


def _take(link: PasswordLink | AddressLink) -> bool:
    """Of two who come at once, one."""
    # No join here: PostgreSQL looks again only at what the waiting statement itself compares.
    unused = type(link).objects.filter(pk=link.pk, used_at=None)
    return bool(unused.update(used_at=clock.now()))


def ask_for_address(actor: Actor, user: User, email: str) -> None:
    """Nothing changes before the new address has answered. The caller asked for the password."""
    require_self(actor, user.pk)
    wanted = User.objects.get(pk=user.pk)
    wanted.email = normal_email(email)
    wanted.full_clean(exclude=["password"])
    if wanted.email == user.email:
        raise ValidationError({"email": _("This is your address already.")})
    secret, now = tokens.new(), clock.now()
    with transaction.atomic():
        AddressLink.objects.filter(user=user, used_at=None).update(used_at=now)
        AddressLink.objects.create(
            user=user,
            email=wanted.email,
            digest=tokens.digest(secret),
            created_at=now,
            expires_at=now + ADDRESS_LIFE,
        )
        security.log("accounts.user.email_change_asked", actor, user=user.pk)
        link = mails.link("account_new_address", secret)
        mails.send(user, "address", to=wanted.email, link=link)


def address_link(secret: str) -> AddressLink | None:
    usable = AddressLink.objects.usable().select_related("user")
    return usable.filter(digest=tokens.digest(secret)).first()


def waiting_address(user: User) -> str:
    """The one that has been asked for and has not answered yet."""
    link = AddressLink.objects.usable().filter(user=user).order_by("pk").last()
    return link.email if link else ""


def use_address_link(secret: str) -> User | None:
    """None when somebody else was faster, the link is void, or the address is taken meanwhile."""
    link = address_link(secret)
    if link is None:
        return None
    before, link.user.email = link.user.email, link.email
    try:
        with transaction.atomic():
            if not _take(link):
                return None
            link.user.save(update_fields=["email"])
            note_new_address(NOBODY, link.user, before=before)
    except IntegrityError:
        return None
    return link.user


def note_new_address(actor: Actor, user: User, *, before: str) -> None:
    """Both addresses hear of it: the old one in case a stranger's hand did it."""
    void_links(user)
    security.log("accounts.user.email_changed", actor, user=user.pk)
    for address in (before, user.email):
        mails.send(user, "notice", what="email_changed", to=address)
