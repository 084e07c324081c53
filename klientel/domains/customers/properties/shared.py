"""What both lists ask: points, notes, files, lists to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers.category import Category
from klientel.domains.customers.choices import PointKind
from klientel.domains.customers.forms.parts import country_choices, language_choices
from klientel.domains.customers.models import ContactPoint, Note
from klientel.foundation.access import Actor
from klientel.foundation.db.properties import (
    Choices,
    DayProperty,
    DigitsProperty,
    Property,
    SwitchProperty,
    TextProperty,
)
from klientel.services.accounts.models import StaffTeam, User
from klientel.services.files.models import StoredFile

Text = str | Promise
Related = Callable[[Actor], QuerySet[Any]]
PHONE_KINDS = (PointKind.PHONE, PointKind.MOBILE, PointKind.FAX)
COMMUNICATION = _("Phone and e-mail")
ACTIVITY = pgettext_lazy("of a record", "Activity")
ORIGIN = pgettext_lazy("of a record", "Origin")


def fixed(choices: Sequence[tuple[str, Text]]) -> Callable[[Actor], Choices]:
    return lambda _actor: choices


def languages(_actor: Actor) -> Choices:
    return language_choices()[1:]


def countries(_actor: Actor) -> Choices:
    return country_choices()[1:]


def people(actor: Actor) -> Choices:
    """Those who left stand at the end: customers may still be theirs."""
    if "people" not in actor.memo:
        found = User.objects.order_by("-is_active", "name", "pk").values_list("pk", "name")
        actor.memo["people"] = [(str(key), name) for key, name in found]
    return list(actor.memo["people"])


def staff_teams(actor: Actor) -> Choices:
    if "staff_teams" not in actor.memo:
        found = StaffTeam.objects.active().values_list("pk", "name")
        actor.memo["staff_teams"] = [(str(key), name) for key, name in found]
    return list(actor.memo["staff_teams"])


def categories(actor: Actor) -> Choices:
    return [(str(each.pk), each.name) for each in _categories(actor) if each.parent is None]


def subcategories(actor: Actor) -> Choices:
    found = [each for each in _categories(actor) if each.parent is not None]
    return [(str(each.pk), f"{each.parent} › {each}") for each in found]


def _categories(actor: Actor) -> Sequence[Category]:
    if "categories" not in actor.memo:
        live = Category.objects.visible_to(actor).select_related("parent")
        actor.memo["categories"] = list(live.in_order())
    return list(actor.memo["categories"])


def points_of(owner: str, *kinds: PointKind) -> Related:
    def rows(actor: Actor) -> QuerySet[Any]:
        found = ContactPoint.objects.visible_to(actor).filter(**{owner: OuterRef("pk")})
        return found.filter(kind__in=kinds)

    return rows


def communication(owner: str) -> tuple[Property, ...]:
    phones, emails = points_of(owner, *PHONE_KINDS), points_of(owner, PointKind.EMAIL)
    return (
        DigitsProperty(
            name="phone", title=_("Phone number"), about=COMMUNICATION, column="key", of=phones
        ),
        SwitchProperty(
            name="has_phone", title=_("Has a phone number"), about=COMMUNICATION, of=phones
        ),
        TextProperty(
            name="email", title=_("E-mail address"), about=COMMUNICATION, column="key", of=emails
        ),
        SwitchProperty(
            name="has_email", title=_("Has an e-mail address"), about=COMMUNICATION, of=emails
        ),
    )


def attached(owner: str, label: str) -> tuple[Property, ...]:
    def notes(actor: Actor) -> QuerySet[Any]:
        return Note.objects.visible_to(actor).filter(**{owner: OuterRef("pk")})

    def files(actor: Actor) -> QuerySet[Any]:
        found = StoredFile.objects.visible_to(actor).filter(subject=label, purpose="file")
        return found.filter(subject_id=OuterRef("pk"))

    return (
        SwitchProperty(name="has_notes", title=_("Has notes"), about=ACTIVITY, of=notes),
        TextProperty(
            name="notes", title=_("Text of a note"), about=ACTIVITY, column="text", of=notes
        ),
        SwitchProperty(
            name="has_files",
            title=_("Has files"),
            about=ACTIVITY,
            of=files,
            permission="files.view",
        ),
    )


def moments() -> tuple[Property, ...]:
    return (
        DayProperty(name="added", title=_("Added"), about=ACTIVITY, column="created_at"),
        DayProperty(name="changed", title=_("Last change"), about=ACTIVITY, column="updated_at"),
    )


def origin(prefix: str = "") -> tuple[Property, ...]:
    return (
        TextProperty(
            name="external_source",
            title=_("External source"),
            about=ORIGIN,
            column=f"{prefix}external_source",
            may_be_missing=True,
        ),
        TextProperty(
            name="external_id",
            title=_("External reference"),
            about=ORIGIN,
            column=f"{prefix}external_id",
            may_be_missing=True,
        ),
    )


def status(about: Text) -> Property:
    return SwitchProperty(
        name="active", title=pgettext_lazy("state", "Active"), about=about, column="active"
    )
