"""People, their tokens and the own company. Only `actions` writes these tables."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.foundation.db.fixed import Fixed
from klientel.foundation.lib import clock

from .choices import Language, Role, Sight, Theme


def normal_email(email: str) -> str:
    """The one form an address is stored and looked up in, so twins by case cannot exist."""
    return email.strip().casefold()


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def admins(self) -> Self:
        """Those who can still let others in; there is always at least one."""
        return self.filter(role=Role.ADMIN, is_active=True)


class UserManager(BaseUserManager["User"]):
    """What Django's sign-in asks of a manager; people are made by `actions.create_user`."""

    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=normal_email(username or ""))

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def admins(self) -> UserQuerySet:
        return self.get_queryset().admins()


class User(AbstractBaseUser):
    """A person of the own company who signs in with an e-mail address."""

    email = models.EmailField(
        _("E-mail address"),
        unique=True,
        error_messages={"unique": _("Somebody already has this address.")},
    )
    name = models.CharField(pgettext_lazy("person", "Name"), max_length=150)
    role = models.CharField(_("Role"), max_length=20, choices=Role, default=Role.READ_ONLY)
    language = models.CharField(_("Language"), max_length=8, choices=Language, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, blank=True)
    theme = models.CharField(_("Appearance"), max_length=8, choices=Theme, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    password_changed_at = models.DateTimeField(null=True, editable=False)
    session_generation = models.PositiveIntegerField(default=0, editable=False)
    # What ended in the background and was not said yet: [kept sentence, address].
    notices = models.JSONField(default=list, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]  # Django's own contract is a list

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Sessions carry this; a new generation ends them all with their next request."""
        return f"{super().get_session_auth_hash()}{self.session_generation}"


class StaffTeamQuerySet(models.QuerySet["StaffTeam"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class StaffTeam(models.Model):
    """People who look after the same customers. A dissolved one lets nobody see anything."""

    name = models.CharField(pgettext_lazy("thing", "Name"), max_length=100)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="staff_teams")
    is_active = models.BooleanField(default=True)

    objects = StaffTeamQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(is_active=True), name="staff_team_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class RoleSight(models.Model):
    """Which customers a role sees; a role without a row, and always the admin, sees all."""

    role = models.CharField(max_length=20, choices=Role, primary_key=True)
    sight = models.CharField(max_length=8, choices=Sight, default=Sight.ALL)

    def __str__(self) -> str:
        return f"{self.role}: {self.sight}"


class TokenQuerySet(models.QuerySet["Token"]):
    def usable(self) -> Self:
        return self.filter(revoked_at=None, user__is_active=True)


class Token(models.Model):
    """A key for the API. Only its hash is kept; the key itself is shown once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=16, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    read_only = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name


L = TypeVar("L", bound="Link")


class LinkQuerySet(models.QuerySet[L]):
    def usable(self) -> Self:
        return self.filter(used_at=None, expires_at__gt=clock.now(), user__is_active=True)


class Link(models.Model):
    """A link in a mail, good for one thing, once and not for long. Only a hash of it is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user_id}: {self.expires_at:%Y-%m-%d %H:%M}"


class PasswordLink(Link):
    """Lets its reader choose a password."""


class AddressLink(Link):
    """Proves that its reader gets the mail of a new address."""

    email = models.EmailField()


class ResetWish(models.Model):
    """Somebody asked for a link for this address, whoever's it is; gone once that is answered."""

    email = models.EmailField()  # as typed: its normal form may be longer
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.pk}: {self.asked_at:%Y-%m-%d %H:%M}"


class CompanyManager(models.Manager["Company"]):
    ID = 1

    def current(self) -> Company:
        """The one row, or an unsaved empty one before it was first written."""
        found = _COMPANY.rows()
        return found[0] if found else Company(pk=self.ID)


class Company(models.Model):
    """The own company: one installation serves one, so there is one row."""

    name = models.CharField(_("Company name"), max_length=200, blank=True)
    street = models.CharField(_("Street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    city = models.CharField(_("City"), max_length=100, blank=True)
    country = models.CharField(_("Country"), max_length=2, default="DE")
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    website = models.URLField(_("Website"), blank=True)
    language = models.CharField(
        _("Default language"), max_length=8, choices=Language, default=Language.GERMAN
    )
    is_demo = models.BooleanField(default=False, editable=False)

    objects = CompanyManager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="accounts_one_company"),
        )

    def __str__(self) -> str:
        return self.name


_COMPANY = Fixed(lambda: Company.objects.filter(pk=CompanyManager.ID))
