"""What both lists ask: points, notes, files, lists to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers import offered, tagged
from klientel.domains.customers.choices import PointKind
from klientel.domains.customers.display import LABELS
from klientel.domains.customers.forms.parts import country_choices, language_choices
from klientel.domains.customers.models import ContactPoint, Note
from klientel.domains.customers.tagged import Owner
from klientel.foundation.access import Actor
from klientel.foundation.db.properties import (
    ChoiceProperty,
    Choices,
    CodeProperty,
    DayProperty,
    DigitsProperty,
    Property,
    SwitchProperty,
    TextProperty,
    Values,
    WordsProperty,
)
from klientel.services.accounts.models import StaffTeam, User
from klientel.services.files.models import StoredFile
from klientel.services.long_searches import queries as long_searches

Text = str | Promise
Related = Callable[[Actor], QuerySet[Any]]
PHONE_KINDS = (PointKind.PHONE, PointKind.MOBILE, PointKind.FAX)
COMMUNICATION = _("Phone and e-mail")
ACTIVITY = pgettext_lazy("of a record", "Activity")
ORIGIN = pgettext_lazy("of a record", "Origin")


@dataclass(frozen=True, kw_only=True)
class Section:
    """Properties under one heading. The name is the column and has the title, unless said."""

    about: Text
    prefix: str = ""  # of the names, where the columns are those of another row
    way: str = ""  # to that row
    permission: str = ""

    def text(
        self, name: str, title: Text = "", *, column: str = "", fold: str = "", **more: Any
    ) -> Property:
        folded = f"{self.way}{fold}" if fold else ""
        return TextProperty(fold=folded, **self._own(name, title, column), **more)

    def code(self, name: str, **more: Any) -> Property:
        return CodeProperty(**self._own(name, "", ""), **more)

    def words(self, name: str, title: Text, *, fold: str, **more: Any) -> Property:
        return WordsProperty(fold=fold, **self._own(name, title, ""), **more)

    def choice(
        self,
        name: str,
        title: Text = "",
        *,
        choices: Callable[[Actor], Choices],
        column: str = "",
        **more: Any,
    ) -> Property:
        return ChoiceProperty(choices=choices, **self._own(name, title, column), **more)

    def key(
        self,
        name: str,
        title: Text = "",
        *,
        choices: Callable[[Actor], Choices],
        column: str = "",
        **more: Any,
    ) -> Property:
        """A choice among rows."""
        own = self._own(name, title, column)
        return ChoiceProperty(choices=choices, is_key=True, **own, **more)

    def switch(self, name: str, title: Text = "") -> Property:
        return SwitchProperty(**self._own(name, title, ""))

    def any(self, name: str, title: Text, rows: Related) -> Property:
        """Whether there is one."""
        return SwitchProperty(**self._own(name, title, "") | {"column": ""}, of=rows)

    def _own(self, name: str, title: Text, column: str) -> dict[str, Any]:
        return {
            "name": f"{self.prefix}{name}",
            "title": title or LABELS[column or name],
            "about": self.about,
            "column": f"{self.way}{column or name}",
            "permission": self.permission,
        }


@dataclass(frozen=True, kw_only=True)
class TagProperty(ChoiceProperty):
    """Which tags a record has; those merged into one count as it. `column` names the record."""

    owner: Owner

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        if operator == "given":
            return tagged.with_some(self.owner, column=self.column)
        super().test(actor, operator, values)  # refuses what is on no list
        return tagged.with_any(self.owner, map(int, values), column=self.column)


def tags(owner: Owner, about: Text, *, column: str = "pk", **more: Any) -> Property:
    given = {"name": "tags", "title": LABELS["tags"], "may_be_missing": True, **more}
    return TagProperty(owner=owner, about=about, choices=_tags, column=column, **given)


def _tags(actor: Actor) -> Choices:
    return offered.words(actor).tags


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
    return offered.words(actor).categories


def subcategories(actor: Actor) -> Choices:
    return offered.words(actor).subcategories


def points_of(owner: str, *kinds: PointKind) -> Related:
    def rows(actor: Actor) -> QuerySet[Any]:
        found = ContactPoint.objects.visible_to(actor).filter(**{owner: OuterRef("pk")})
        return found.filter(kind__in=kinds)

    return rows


def communication(owner: str) -> tuple[Property, ...]:
    phones, emails = points_of(owner, *PHONE_KINDS), points_of(owner, PointKind.EMAIL)
    part = Section(about=COMMUNICATION)
    number, address = _("Phone number"), _("E-mail address")
    return (
        DigitsProperty(name="phone", title=number, about=part.about, column="key", of=phones),
        part.any("has_phone", _("Has a phone number"), phones),
        part.text("email", address, column="key", of=emails),
        part.any("has_email", _("Has an e-mail address"), emails),
    )


def attached(owner: str, label: str) -> tuple[Property, ...]:
    def notes(actor: Actor) -> QuerySet[Any]:
        return Note.objects.visible_to(actor).filter(**{owner: OuterRef("pk")})

    def files(actor: Actor) -> QuerySet[Any]:
        found = StoredFile.objects.visible_to(actor).filter(subject=label, purpose="file")
        return found.filter(subject_id=OuterRef("pk"))

    part = Section(about=ACTIVITY)
    return (
        part.any("has_notes", _("Has notes"), notes),
        part.text("notes", _("Text of a note"), column="text", of=notes),
        Section(about=ACTIVITY, permission="files.view").any("has_files", _("Has files"), files),
    )


@dataclass(frozen=True, kw_only=True)
class FoundProperty(ChoiceProperty):
    """What a search in the background found."""

    OPERATORS: ClassVar[tuple[str, ...]] = ("in",)

    def test(self, actor: Actor, operator: str, values: Values) -> Q:
        super().test(actor, operator, values)
        return Q(pk__in=long_searches.hits(values))


def found(kind: str) -> tuple[Property, ...]:
    return (
        FoundProperty(
            name=long_searches.FOUND,
            title=_("Found in the background"),
            about=ORIGIN,
            column="pk",
            choices=long_searches.finished(kind),
            permission="long_searches.run",
        ),
    )


def moments(rows: Callable[[], QuerySet[Any]]) -> tuple[Property, ...]:
    return (
        moment("added", _("Added"), column="created_at", rows=rows),
        moment("changed", _("Last change"), column="updated_at", rows=rows),
    )


def moment(name: str, title: Text, *, column: str, rows: Callable[[], QuerySet[Any]]) -> Property:
    """`rows` are those that the index by this column holds."""
    return DayProperty(name=name, title=title, about=ACTIVITY, column=column, index=rows)


def origin() -> tuple[Property, ...]:
    part = Section(about=ORIGIN)
    return tuple(
        part.text(name, may_be_missing=True) for name in ("external_source", "external_id")
    )


def status(about: Text) -> Property:
    return Section(about=about).switch("active", pgettext_lazy("state", "Active"))
