"""The fields of a contact; several contacts stand on one page, each with its own prefix."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers import choices
from klientel.domains.customers.fields import ContactFields

from .parts import EmailRows, PhoneRows, language_choices, plain, shown_phones
from .rows import RowForm, Rows, Sheet, Values

PLAIN = (
    "kind", "salutation", "title", "first_name", "last_name", "position", "language", "note",
    "primary", "active",
)  # fmt: skip
OFF = {"autocomplete": "off"}


class ContactForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=choices.ContactKind, required=False)
    salutation = forms.ChoiceField(
        label=_("Salutation"), choices=choices.Salutation, required=False
    )
    title = forms.CharField(
        label=pgettext_lazy("person", "Title"), required=False, widget=forms.TextInput(attrs=OFF)
    )
    first_name = forms.CharField(
        label=_("First name"), required=False, widget=forms.TextInput(attrs=OFF)
    )
    last_name = forms.CharField(
        label=_("Last name"), required=False, widget=forms.TextInput(attrs=OFF)
    )
    position = forms.CharField(
        label=_("Position"), required=False, widget=forms.TextInput(attrs=OFF)
    )
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    note = forms.CharField(
        label=pgettext_lazy("text", "Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    primary = forms.BooleanField(label=_("Primary contact"), required=False)
    active = forms.BooleanField(label=pgettext_lazy("state", "Active"), required=False)


def contact_sheet(
    data: Any, fields: ContactFields, *, home: str, prefix: str = "", alone: bool = False
) -> Sheet:
    """A new contact or the present values of one. Without a customer nobody is primary."""
    before = f"{prefix}-" if prefix else ""
    shown: Values = {name: fields.get(name, "") for name in PLAIN}
    shown["active"] = fields.get("active", True)
    main = ContactForm(data, initial=shown, prefix=prefix or None, use_required_attribute=False)
    if alone:
        del main.fields["primary"], shown["primary"]
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
    AS: ClassVar = {"emails": "email", "phones": "phone"}  # where refusals of an action stand

    last_name = forms.CharField(
        label=_("Last name"), required=False, widget=forms.TextInput(attrs=OFF)
    )
    first_name = forms.CharField(
        label=_("First name"), required=False, widget=forms.TextInput(attrs=OFF)
    )
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "email"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        widget=forms.TextInput(attrs={**OFF, "inputmode": "tel"}),
    )

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
