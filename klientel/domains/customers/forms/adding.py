"""The two short forms of *Add*: a person who can be reached, and an organisation by its name."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers import choices
from klientel.domains.customers.fields import (
    ContactFields,
    CustomerFields,
    Email,
    LooseContactFields,
    NewCustomer,
    Phone,
)

from .parts import NO_CHOICE, DomainsField, language_choices, text_field


class PersonForm(forms.Form):
    """Only the e-mail address is needed."""

    email = forms.CharField(
        label=_("E-mail address"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "email", "aria-required": "true"}
        ),
        error_messages={"required": _("Enter an e-mail address.")},
    )
    first_name = text_field(_("First name"))
    last_name = text_field(_("Last name"))
    position = text_field(_("Position"))
    phone = text_field(_("Phone number"), inputmode="tel")
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)

    def values(self) -> LooseContactFields:
        given = self.cleaned_data
        found = LooseContactFields(
            emails=[{"value": given["email"]}],
            first_name=given["first_name"],
            last_name=given["last_name"],
            position=given["position"],
            language=given["language"],
        )
        if given["phone"]:
            found["phones"] = [{"value": given["phone"]}]
        return found


class OrganisationForm(forms.Form):
    """Only the name is needed."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "aria-required": "true"}),
        error_messages={"required": _("Enter a name.")},
    )
    email = text_field(_("E-mail address"), inputmode="email")
    phone = text_field(_("Phone number"), inputmode="tel")
    domains = DomainsField(label=_("E-mail domains"))
    website = text_field(_("Official website"), inputmode="url")
    note = forms.CharField(
        label=pgettext_lazy("text", "Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    segment = forms.ChoiceField(
        label=_("Segment"), choices=[NO_CHOICE, *choices.Segment.choices], required=False
    )

    def values(self) -> NewCustomer:
        given = self.cleaned_data
        found = NewCustomer(
            kind=choices.Kind.COMPANY.value,
            name=given["name"],
            website=given["website"],
            domains=given["domains"],
            note=given["note"],
            segment=given["segment"],
        )
        if given["email"]:
            found["emails"] = [{"value": given["email"]}]
        if given["phone"]:
            found["phones"] = [{"value": given["phone"]}]
        return found


def typed_organisation(data: Mapping[str, str]) -> CustomerFields:
    """What tells by now which organisation it is, right or wrong."""
    return CustomerFields(name=data.get("name", ""), emails=_emails(data), phones=_phones(data))


def typed_person(data: Mapping[str, str]) -> ContactFields:
    return ContactFields(
        first_name=data.get("first_name", ""),
        last_name=data.get("last_name", ""),
        emails=_emails(data),
        phones=_phones(data),
    )


def _emails(data: Mapping[str, str]) -> list[Email]:
    return [Email(value=data["email"])] if data.get("email") else []


def _phones(data: Mapping[str, str]) -> list[Phone]:
    return [Phone(value=data["phone"])] if data.get("phone") else []
