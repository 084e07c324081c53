"""The rows customers and contacts share: phones, e-mail addresses, postal addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from klientel.domains.customers import choices
from klientel.domains.customers.display import LABELS, language_name
from klientel.domains.customers.fields import AddressFields, Email, Phone
from klientel.foundation.lib import countries, domains, languages, phones
from klientel.foundation.ui.formsets import RowForm, Rows, Values
from klientel.foundation.ui.words import WordsField

NO_CHOICE = ("", "–")


def reader_language() -> str:
    return (get_language() or "en").split("-")[0]


def language_choices() -> list[tuple[str, str]]:
    return [NO_CHOICE, *((c, language_name(c)) for c, _n in languages.choices(reader_language()))]


def country_choices() -> list[tuple[str, str]]:
    return [NO_CHOICE, *countries.choices(reader_language())]


def text_field(label: Any, *, help_text: Any = "", **attrs: str) -> forms.CharField:
    """A line that may be empty, which browsers do not fill in by themselves."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


class DomainsField(forms.CharField):
    """Several on one line, as people write them: with commas or blanks between."""

    def __init__(self, *, label: Any, required: bool = False) -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=_("Who writes from an address there belongs here, for example company.com."),
            widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        )

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(domains.readable, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [part for part in re.split(r"[\s,;]+", super().to_python(value) or "") if part]


class TagsField(WordsField):
    def __init__(self) -> None:
        super().__init__(label=LABELS["tags"], offered="tags")


class PhoneForm(RowForm):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in choices.PHONE_KINDS],
        required=False,
    )
    value = text_field(_("Phone number"), inputmode="tel")
    preferred = forms.BooleanField(label=_("Preferred"), required=False)


class EmailForm(RowForm):
    value = text_field(_("E-mail address"), inputmode="email")
    preferred = forms.BooleanField(label=_("Preferred"), required=False)


class AddressForm(RowForm):
    FILLED_BY: ClassVar = ("street", "postal_code", "city", "region")

    purpose = forms.ChoiceField(label=_("Purpose"), choices=choices.AddressPurpose, required=False)
    street = forms.CharField(
        label=_("Street and number"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 1, "autocomplete": "off"}),
    )
    postal_code = forms.CharField(label=_("Postal code"), required=False)
    city = forms.CharField(label=_("City"), required=False)
    region = forms.CharField(label=_("Region"), required=False)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    main = forms.BooleanField(label=_("Main address"), required=False)
    home = ""  # the country a blank row begins with

    def is_filled(self) -> bool:
        return super().is_filled() or self.cleaned_data.get("country", "") not in ("", self.home)


class PhoneRows(Rows):
    form = PhoneForm


class EmailRows(Rows):
    form = EmailForm


class AddressRows(Rows):
    form = AddressForm

    def __init__(
        self, data: Any, *, prefix: str, home: str, initial: Sequence[Values] = ()
    ) -> None:
        super().__init__(data, prefix=prefix, initial=initial)
        # An address of which only the country is known counts where it was there before.
        known = any(not _is_more_than_country(row) for row in initial)
        self.home = "" if known else home
        self.first = home

    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        assert isinstance(form, AddressForm)
        form.home = self.home
        if not self.is_bound or index is None:
            form.fields["country"].initial = self.first


def _is_more_than_country(row: Values) -> bool:
    return any(row.get(name) for name in AddressForm.FILLED_BY)


def shown_phones(items: Sequence[Phone], home: str) -> list[Values]:
    """As the reader dials them; typed back unchanged they are the same numbers."""
    return [{**item, "value": phones.show(item["value"], home)} for item in items]


def plain(items: Sequence[Mapping[str, Any] | Email | AddressFields]) -> list[Values]:
    return [dict(item) for item in items]
