"""The fields of a contact; several contacts stand on one page, each with its own prefix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers import choices
from klientel.domains.customers.alike import Alike
from klientel.domains.customers.facts import CONTACT
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.purposes import PURPOSES
from klientel.foundation.ui.formsets import RowForm, Rows, Values
from klientel.services.customfields import reading
from klientel.services.customfields.inputs import CustomInputs

from .parts import (
    EmailRows,
    PhoneRows,
    TagsField,
    language_choices,
    plain,
    shown_phones,
    text_field,
)
from .rows import Sheet

PLAIN = (
    "kind",
    "salutation",
    "title",
    "first_name",
    "last_name",
    "position",
    "language",
    "note",
    *PURPOSES,
    "active",
    "receives_notifications",
    "portal_access",
    "external_source",
    "external_id",
)


class ContactForm(CustomInputs):
    kind = forms.ChoiceField(label=_("Kind"), choices=choices.ContactKind, required=False)
    salutation = forms.ChoiceField(
        label=_("Salutation"), choices=choices.Salutation, required=False
    )
    title = text_field(pgettext_lazy("person", "Title"))
    first_name = text_field(_("First name"))
    last_name = text_field(_("Last name"))
    position = text_field(_("Position"))
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    note = forms.CharField(
        label=pgettext_lazy("text", "Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    primary = forms.BooleanField(label=_("Primary contact"), required=False)
    primary_technical = forms.BooleanField(label=_("Primary contact (technical)"), required=False)
    primary_billing = forms.BooleanField(label=_("Primary contact (billing)"), required=False)
    active = forms.BooleanField(label=pgettext_lazy("state", "Active"), required=False)
    receives_notifications = forms.BooleanField(label=_("Receives notifications"), required=False)
    portal_access = forms.BooleanField(label=_("Portal access"), required=False)
    tags = TagsField()
    external_source = text_field(
        _("External source"), help_text=_("The other system it comes from.")
    )
    external_id = text_field(_("External reference"), help_text=_("Its key there."))


def contact_sheet(
    data: Any, fields: ContactFields, *, home: str, prefix: str = "", alone: bool = False
) -> Sheet:
    """A new contact or the present values of one. Without a customer nobody is primary."""
    before = f"{prefix}-" if prefix else ""
    shown: Values = {name: fields.get(name, "") for name in PLAIN}
    for name in ("active", "receives_notifications"):
        shown[name] = fields.get(name, True)
    shown["tags"] = fields.get("tags", [])
    main = ContactForm(data, initial=shown, prefix=prefix or None, use_required_attribute=False)
    if alone:
        for name in PURPOSES:
            del main.fields[name], shown[name]
    if not fields:
        for name in ("external_source", "external_id"):
            del main.fields[name], shown[name]
    main.add_custom(reading.fields(CONTACT), fields.get("custom", {}), home=home)
    shown["custom"] = main.shown_custom
    shown["emails"] = plain(fields.get("emails", []))
    shown["phones"] = shown_phones(fields.get("phones", []), home)
    rows = {
        "phones": PhoneRows(data, prefix=f"{before}phones", initial=shown["phones"]),
        "emails": EmailRows(data, prefix=f"{before}emails", initial=shown["emails"]),
    }
    return Sheet(main, rows, shown)


class ContactRowForm(RowForm):
    """A contact in the wizard: who it is and how to reach them."""

    FILLED_BY: ClassVar = ("last_name", "first_name", "email", "phone")
    place = "0"  # what the choice of the primary contact sends for this row
    is_primary = False
    alike: Sequence[Alike] = ()

    last_name = text_field(_("Last name"))
    first_name = text_field(_("First name"))
    email = text_field(_("E-mail address"), inputmode="email")
    phone = text_field(_("Phone number"), inputmode="tel")

    def values(self) -> Values:
        given = self.cleaned_data
        return {
            "last_name": given.get("last_name", ""),
            "first_name": given.get("first_name", ""),
            "emails": [{"value": given["email"]}] if given.get("email") else [],
            "phones": [{"value": given["phone"]}] if given.get("phone") else [],
        }


class ContactRows(Rows):
    form = ContactRowForm
    max_num = absolute_max = 500

    @property
    def choice(self) -> str:
        """The name of the choice that goes through all rows."""
        return f"{self.prefix}-primary"

    @cached_property
    def chosen(self) -> str:
        given = self.data.get(self.choice, "")
        return given if given in map(str, range(self.total_form_count())) else "0"

    @property
    def rows(self) -> list[ContactRowForm]:
        return cast("list[ContactRowForm]", self.forms)

    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        assert isinstance(form, ContactRowForm)
        form.place = "__prefix__" if index is None else str(index)
        form.is_primary = form.place == self.chosen

    def contacts(self) -> list[Values]:
        """One of them primary: the chosen one, else the first. Needs `is_valid`."""
        filled = [row for row in self.rows if row.is_filled()]
        chosen = [row for row in filled if row.is_primary] or filled
        return [{**row.values(), "primary": row is chosen[0]} for row in filled]


def typed_contact(data: Any, prefix: str, *, home: str) -> ContactFields:
    """What stands in one of the rows or cards by now, right or wrong."""
    if prefix.startswith("contacts-"):
        row = ContactRowForm(data, prefix=prefix)
        row.is_valid()
        return cast("ContactFields", row.values())
    sheet = contact_sheet(data, ContactFields(), home=home, prefix=prefix)
    sheet.is_valid()
    return cast("ContactFields", sheet.values())
