"""The fields that can be changed at many records at once; those that are ticked are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

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
from klientel.services.customfields.inputs import CustomInputs, name_of
from klientel.services.customfields.kinds import VALUES

from .contact import ContactForm
from .customer import Colleagues, CustomerForm
from .parents import let_read
from .parts import country_choices
from .rows import refuse

SETS, ADDS, REMOVES, APPENDS = "set", "add", "remove", "append"
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


def how(words: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("What to do"), choices=words, required=False)


class Ticked(CustomInputs):
    """What is wrong with fields that are not ticked does not matter."""

    OFFERED: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: QueryDict | None, **given: Any) -> None:
        super().__init__(data, use_required_attribute=False, **given)
        kept = {name for name in self.fields if name.startswith("how_")} | {*self.OFFERED}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.BooleanField):
                self.fields[name] = switch(name, field.label)

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
            way = self.cleaned_data.get(f"how_{ticked}") or SETS
            if ticked not in self.OFFERED:
                continue
            for name in PARTS.get(ticked, (ticked,)):
                value = self.cleaned_data.get(name, "")
                if value or way == SETS:
                    parts[way][name] = value
        typed = self.cleaned_data.get(VALUES, {})
        for each in self.definitions:
            if name_of(each.key) in self.ticked:
                parts[SETS][f"{PREFIX}{each.key}"] = typed.get(each.key)
        return Wish(set=parts[SETS], add=parts[ADDS], remove=parts[REMOVES], append=parts[APPENDS])

    def refuse_empty(self) -> None:
        """There has to be something to append, to add and to remove."""
        for name in self.ticked:
            way = self.cleaned_data.get(f"how_{name}") or SETS
            values = [self.cleaned_data.get(each) for each in PARTS.get(name, (name,))]
            if way != SETS and not any(values) and name not in self.errors:
                self.add_error(name, _("Fill in what is to be added or removed."))


class ManyCustomersForm(Ticked, CustomerForm):
    OFFERED: ClassVar = (
        "segment", "category", "subcategory", "type", "language", "active", "account_manager",
        "team", "tags", "parent", "parent_relation", "kind", "country", "website", "vat_id", "note",
        "external_source",
    )  # fmt: skip

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
        "active", "receives_notifications", "portal_access", "language", "kind", "salutation",
        "title", "position", "tags", "note", "external_source",
    )  # fmt: skip

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
    def custom(self) -> list[forms.BoundField]:
        """Without those of several choices, which are no single control."""
        return [field for field in self.form.custom if not field.use_fieldset]

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
