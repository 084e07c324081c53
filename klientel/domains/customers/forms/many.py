"""The fields that can be changed at many records at once; those that are ticked are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from klientel.domains.customers import choices, custom, queries
from klientel.domains.customers.category import Category
from klientel.domains.customers.cleaning import Cleaner
from klientel.domains.customers.custom import PREFIX
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.foundation.access import Actor
from klientel.services.accounts.models import Company
from klientel.services.bulk.wishes import Wish
from klientel.services.customfields import reading, values
from klientel.services.customfields.choices import Type
from klientel.services.customfields.inputs import CustomInputs, key_of, name_of
from klientel.services.customfields.kinds import VALUES
from klientel.services.customfields.reading import Fields

from .contact import ContactForm
from .customer import Colleagues, CustomerForm
from .parents import let_read
from .parts import country_choices
from .rows import refuse

SETS, ADDS, REMOVES, APPENDS = "set", "add", "remove", "append"
HOW = "how_"  # begins the name of what says which of these
OF_NOTES = [
    (APPENDS, gettext_lazy("Append to what is there")),
    (SETS, gettext_lazy("Replace what is there")),
]
OF_TEAMS = [
    (ADDS, gettext_lazy("Add to the team")),
    (REMOVES, gettext_lazy("Remove from the team")),
    (SETS, gettext_lazy("Replace the team")),
]
OF_TAGS = [
    (ADDS, gettext_lazy("Add these tags")),
    (REMOVES, gettext_lazy("Remove these tags")),
    (SETS, gettext_lazy("Replace all tags")),
]
OF_CHOICES = [
    (ADDS, gettext_lazy("Add these choices")),
    (REMOVES, gettext_lazy("Remove these choices")),
    (SETS, gettext_lazy("Replace all choices")),
]
PARTS = {"team": ("team", "staff_teams")}  # what one field of the form gives


STATES = [("yes", pgettext_lazy("state", "Active")), ("no", pgettext_lazy("state", "Inactive"))]
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


def switch(name: str, label: Any) -> forms.TypedChoiceField:
    """A check box says nothing of the row it is not for; here both have to be said."""
    is_state = name == "active"
    return forms.TypedChoiceField(
        label=gettext_lazy("Status") if is_state else label,
        choices=STATES if is_state else YES_NO,
        coerce=lambda value: value == "yes",
        required=False,
    )


def how_of(name: str) -> str:
    return f"{HOW}{name}"


def how(words: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("What to do"), choices=words, required=False)


class Wished(NamedTuple):
    """A custom field, and what is to be done with its value where there is more than one way."""

    field: forms.BoundField
    how: forms.BoundField | None


class Ticked(CustomInputs):
    """What is wrong with fields that are not ticked does not matter."""

    OFFERED: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: QueryDict | None, **given: Any) -> None:
        super().__init__(data, use_required_attribute=False, **given)
        kept = {name for name in self.fields if name.startswith(HOW)} | {*self.OFFERED}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.BooleanField):
                self.fields[name] = switch(name, field.label)

    def add_custom(self, fields: Fields, present: Mapping[str, Any], *, home: str) -> None:
        super().add_custom(fields, present, home=home)
        for each in self.definitions:
            if each.type == Type.CHOICES:
                self.fields[how_of(name_of(each.key))] = how(OF_CHOICES)

    @property
    def wished(self) -> list[Wished]:
        ways = {name: self[name] for name in self.fields if name.startswith(HOW)}
        return [Wished(field, ways.get(how_of(field.name))) for field in self.custom]

    @property
    def ticked(self) -> list[str]:
        """Before anything was sent, those the page was opened for."""
        given = self.initial.get("change", [])
        if isinstance(self.data, QueryDict):
            given = self.data.getlist("change")
        own = (name_of(each.key) for each in self.definitions)
        return [name for name in (*self.OFFERED, *own) if name in given]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in [name for name in self.errors if name not in self.ticked]:
            del self.errors[name]
        if not self.ticked:
            self.add_error(None, _("Choose at least one field."))
        return given

    def wish(self) -> Wish:
        parts: dict[str, dict[str, Any]] = {SETS: {}, ADDS: {}, REMOVES: {}, APPENDS: {}}
        for ticked in self.ticked:
            way, given = self._way(ticked), self._given(ticked)
            parts[way] |= {n: value for n, value in given.items() if value or way == SETS}
        return Wish(set=parts[SETS], add=parts[ADDS], remove=parts[REMOVES], append=parts[APPENDS])

    def refuse_empty(self) -> None:
        """There has to be something to append, to add and to remove."""
        for name in self.ticked:
            is_empty = not any(self._given(name).values())
            if self._way(name) != SETS and is_empty and name not in self.errors:
                self.add_error(name, _("Fill in what is to be added or removed."))

    def _way(self, ticked: str) -> str:
        return self.cleaned_data.get(how_of(ticked)) or SETS

    def _given(self, ticked: str) -> dict[str, Any]:
        """By the names of a wish."""
        if ticked in self.OFFERED:
            names = PARTS.get(ticked, (ticked,))
            return {name: self.cleaned_data.get(name, "") for name in names}
        key = key_of(ticked)
        return {f"{PREFIX}{key}": self.cleaned_data.get(VALUES, {}).get(key)}


class ManyCustomersForm(Ticked, CustomerForm):
    OFFERED: ClassVar = (
        "segment",
        "category",
        "subcategory",
        "type",
        "language",
        "active",
        "account_manager",
        "team",
        "tags",
        "parent",
        "parent_relation",
        "kind",
        "country",
        "website",
        "vat_id",
        "note",
        "external_source",
    )

    how_team = how(OF_TEAMS)
    how_tags = how(OF_TAGS)
    how_note = how(OF_NOTES)
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment"), choices=choices.Segment, required=False
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=country_choices,
        required=False,
        help_text=gettext_lazy("Of the main address."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.refuse_empty()
        return given


class ManyContactsForm(Ticked, ContactForm):
    OFFERED: ClassVar = (
        "active",
        "receives_notifications",
        "portal_access",
        "language",
        "kind",
        "salutation",
        "title",
        "position",
        "tags",
        "note",
        "external_source",
    )

    how_tags = how(OF_TAGS)
    how_note = how(OF_NOTES)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.refuse_empty()
        return given


class _Many:
    """The form, and what is wrong with its values whatever row they are for."""

    form: Ticked
    KIND: ClassVar[str]

    @property
    def custom(self) -> list[Wished]:
        return self.form.wished

    def is_valid(self) -> bool:
        if not self.form.is_valid():
            return False
        for path, sentences in self._errors(self.wish()).items():
            refuse(self.form, path, sentences)
        return not self.form.errors

    def wish(self) -> Wish:
        """Custom values as they are stored, where they can be."""
        found = self.form.wish()
        home = Company.objects.current().country
        stored, _errors = values.clean(
            reading.fields(self.KIND), custom.keyed(found.set), country=home
        )
        return replace(found, set={**found.set, **{f"{PREFIX}{k}": v for k, v in stored.items()}})

    def _errors(self, wish: Wish) -> Mapping[str, Sequence[str]]:
        raise NotImplementedError


class ManyCustomers(_Many):
    KIND = CUSTOMER

    def __init__(self, actor: Actor, data: QueryDict | None) -> None:
        self._actor = actor
        self.form: ManyCustomersForm = ManyCustomersForm(data)
        let_read(self.form, actor)
        self.form.add_custom(reading.fields(CUSTOMER), {}, home="")
        present = Colleagues.present()
        for name, offered in (
            ("account_manager", present.managers()),
            ("team", present.members()),
        ):
            field = self.form.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    @property
    def categories(self) -> Sequence[Category]:
        return list(queries.category_words(self._actor))

    def _errors(self, wish: Wish) -> Mapping[str, Sequence[str]]:
        """A VAT ID is read by the country of each."""
        cleaner = Cleaner(country=Company.objects.current().country)
        given = {**wish.remove, **wish.add, **wish.set, **wish.append}
        given.pop("vat_id", None)
        given.pop("country", None)
        cleaner.customer(custom.nested(given))
        return cleaner.errors


class ManyContacts(_Many):
    KIND = CONTACT

    def __init__(self, data: QueryDict | None) -> None:
        self.form: ManyContactsForm = ManyContactsForm(data)
        self.form.add_custom(reading.fields(CONTACT), {}, home="")

    def _errors(self, wish: Wish) -> Mapping[str, Sequence[str]]:
        cleaner = Cleaner(country=Company.objects.current().country)
        given = {**wish.remove, **wish.add, **wish.set, **wish.append}
        cleaner.contact(custom.nested(given))
        return cleaner.errors
