"""The fields of a customer, for the wizard and the details page alike."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers import choices
from klientel.domains.customers.fields import CustomerFields
from klientel.services.accounts.models import User

from .parts import (
    NO_CHOICE,
    AddressRows,
    DomainsField,
    EmailRows,
    PhoneRows,
    language_choices,
    plain,
    shown_phones,
    text_field,
)
from .rows import Sheet, Values

# The country changes how a number is read and shown; only the own company's is known beforehand.
PLAIN = (
    "kind", "name", "number", "type", "category", "subcategory", "language", "website",
    "vat_id", "note", "account_manager", "active", "segment", "external_source", "external_id",
)  # fmt: skip


def manager_choices() -> list[tuple[str, str]]:
    people = User.objects.active().order_by("name", "pk").values_list("email", "name")
    return [NO_CHOICE, *people]


class CustomerForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=choices.Kind, initial=choices.Kind.COMPANY, required=False
    )
    name = text_field(pgettext_lazy("company", "Name"), **{"aria-required": "true"})
    number = forms.CharField(label=_("Number"), required=False)
    type = forms.ChoiceField(label=_("Company type"), choices=choices.CustomerType, required=False)
    category = text_field(_("Customer category"), list="categories")
    subcategory = text_field(_("Sub-category"), list="subcategories")
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    website = text_field(_("Official website"), inputmode="url")
    vat_id = text_field(_("VAT ID"))
    domains = DomainsField(label=_("E-mail domains"), required=False)
    note = forms.CharField(
        label=pgettext_lazy("text", "Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    account_manager = forms.ChoiceField(
        label=pgettext_lazy("person", "Account manager"), choices=manager_choices, required=False
    )
    active = forms.BooleanField(label=pgettext_lazy("state", "Active"), required=False)
    external_source = text_field(_("External source"))
    external_id = text_field(_("External reference"))
    segment = forms.ChoiceField(
        label=_("Segment"), choices=[NO_CHOICE, *choices.Segment.choices], required=False
    )


def blank_customer(data: Any, *, manager: str, home: str) -> Sheet:
    """For a new one: whoever creates it looks after it, and it is active."""
    main = CustomerForm(data, initial={"account_manager": manager}, use_required_attribute=False)
    main.fields["number"].help_text = _("Left empty, the next free number is taken.")
    main.fields["segment"].help_text = _(
        "The kind of relationship with this customer. Without a choice it is “Other”."
    )
    for name in ("active", "external_source", "external_id"):
        del main.fields[name]
    return Sheet(main, _rows(data, CustomerFields(), home))


def customer_sheet(data: Any, fields: CustomerFields, *, home: str) -> Sheet:
    """The present values, ready to be changed."""
    shown: Values = {name: fields.get(name, "") for name in PLAIN}
    shown["domains"] = fields.get("domains", [])
    main = CustomerForm(data, initial=shown, use_required_attribute=False)
    main.fields["external_source"].help_text = _("The other system it comes from.")
    main.fields["external_id"].help_text = _("Its key there.")
    _keep_former_manager(main, str(shown["account_manager"]))
    shown["emails"] = plain(fields.get("emails", []))
    shown["phones"] = shown_phones(fields.get("phones", []), home)
    shown["addresses"] = plain(fields.get("addresses", []))
    return CustomerSheet(main, _rows(data, fields, home), shown)


class CustomerSheet(Sheet):
    def differing(self) -> Values:
        """Whoever changes the category has seen the sub-category beside it."""
        found = super().differing()
        if "category" in found and self.main.cleaned_data.get("subcategory"):
            found["subcategory"] = self.main.cleaned_data["subcategory"]
        return found


def typed_identity(data: Any, *, home: str) -> CustomerFields:
    """What tells by now who it is, right or wrong: name, VAT id, numbers, addresses."""
    rows = _rows(data, CustomerFields(), home)
    found: Values = {name: data.get(name, "") for name in ("name", "vat_id")}
    for name, each in rows.items():
        each.is_valid()
        found[name] = [row.values() for row in each.filled()]
    return cast("CustomerFields", found)


def _keep_former_manager(form: CustomerForm, email: str) -> None:
    """A colleague who left stays the manager until another one is chosen."""
    field = form.fields["account_manager"]
    assert isinstance(field, forms.ChoiceField)
    present = manager_choices()
    if email and email not in dict(present):
        present.append((email, email))
    field.choices = present


def _rows(data: Any, fields: CustomerFields, home: str) -> dict[str, Any]:
    return {
        "phones": PhoneRows(
            data, prefix="phones", initial=shown_phones(fields.get("phones", []), home)
        ),
        "emails": EmailRows(data, prefix="emails", initial=plain(fields.get("emails", []))),
        "addresses": AddressRows(
            data, prefix="addresses", home=home, initial=plain(fields.get("addresses", []))
        ),
    }
