"""The fields of a customer, for the wizard and the details page alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers import choices, queries
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.fields import CustomerFields
from klientel.foundation.access import Actor
from klientel.foundation.ui.formsets import Values
from klientel.foundation.ui.picking import Option
from klientel.services.accounts.models import StaffTeam, User
from klientel.services.customfields import reading
from klientel.services.customfields.inputs import CustomInputs

from .parents import ParentField, let_read, relation_field
from .parts import (
    NO_CHOICE,
    AddressRows,
    DomainsField,
    EmailRows,
    PhoneRows,
    TagsField,
    language_choices,
    plain,
    shown_phones,
    text_field,
)
from .rows import Sheet

Choice = tuple[str, Option]
KIN = ("parent", "parent_relation")
TEAM = "team:"  # before the name of a team; no e-mail address begins with it
# The country changes how a number is read and shown; only the own company's is known beforehand.
PLAIN = (
    "kind",
    "name",
    "number",
    "type",
    "category",
    "subcategory",
    "language",
    "website",
    "vat_id",
    "note",
    "account_manager",
    "active",
    "segment",
    "external_source",
    "external_id",
    "parent",
    "parent_relation",
)


@dataclass(frozen=True)
class Colleagues:
    """Who can be chosen to look after a customer, read once for a form."""

    people: Sequence[tuple[str, str]]  # e-mail address, name
    teams: Sequence[str]

    @classmethod
    def present(cls) -> Colleagues:
        people = User.objects.active().order_by("name", "pk").values_list("email", "name")
        return cls(list(people), list(StaffTeam.objects.active().values_list("name", flat=True)))

    def managers(self, former: str = "") -> list[tuple[str, str]]:
        """One who left stays until another is chosen."""
        found = [NO_CHOICE, *self.people]
        return [*found, (former, former)] if former not in dict(found) else found

    def members(self, people: Sequence[str] = (), teams: Sequence[str] = ()) -> list[Choice]:
        """Those who left, and teams that were dissolved, stay until they are taken off."""
        left = [email for email in people if email not in dict(self.people)]
        names = (
            dict(User.objects.filter(email__in=left).values_list("email", "name")) if left else {}
        )
        gone = [name for name in teams if name not in self.teams]
        return [
            *((email, Option(name, hint=email)) for email, name in self.people),
            *(_team_choice(name) for name in self.teams),
            *(
                (email, Option(names.get(email, email), hint=email, mark=str(_("Disabled"))))
                for email in left
            ),
            *(_team_choice(name, str(_("Dissolved"))) for name in gone),
        ]


def _team_choice(name: str, mark: str = "") -> Choice:
    return f"{TEAM}{name}", Option(name, hint=str(_("Team")), mark=mark, shape="organisation")


class CustomerForm(CustomInputs):
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
        label=pgettext_lazy("person", "Account manager"), required=False
    )
    team = forms.MultipleChoiceField(
        label=_("Account team"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tags = TagsField()
    parent = ParentField(
        help_text=_("Number or name. Left empty, the company belongs to no other one.")
    )
    parent_relation = relation_field()
    active = forms.BooleanField(label=pgettext_lazy("state", "Active"), required=False)
    external_source = text_field(_("External source"))
    external_id = text_field(_("External reference"))
    segment = forms.ChoiceField(
        label=_("Segment"), choices=[NO_CHOICE, *choices.Segment.choices], required=False
    )

    def clean(self) -> dict[str, Any]:
        """People and teams are chosen in one list and kept in two."""
        super().clean()
        chosen = self.cleaned_data.pop("team", None)
        if chosen is not None:
            people = [each for each in chosen if not each.startswith(TEAM)]
            teams = [each.removeprefix(TEAM) for each in chosen if each.startswith(TEAM)]
            self.cleaned_data |= {
                "team": queries.in_order(people),
                "staff_teams": queries.in_order(teams),
            }
        return self.cleaned_data


def blank_customer(data: Any, *, manager: str, home: str, reader: Actor) -> Sheet:
    """For a new one: whoever creates it looks after it, and it is active."""
    main = CustomerForm(data, initial={"account_manager": manager}, use_required_attribute=False)
    let_read(main, reader)
    present = Colleagues.present()
    _offer(main, present.managers(), present.members())
    main.fields["number"].help_text = _("Left empty, the next free number is taken.")
    main.fields["segment"].help_text = _(
        "The kind of relationship with this customer. Without a choice it is “Other”."
    )
    for name in ("active", "external_source", "external_id"):
        del main.fields[name]
    main.add_custom(reading.fields(CUSTOMER), {}, home=home)
    return Sheet(main, _rows(data, CustomerFields(), home))


def customer_sheet(
    data: Any, fields: CustomerFields, *, home: str, reader: Actor, may_move: bool = True
) -> Sheet:
    """The present values, ready to be changed; where they may not, without the parent company."""
    shown: Values = {name: fields.get(name, "") for name in PLAIN}
    shown |= {"domains": fields.get("domains", []), "tags": fields.get("tags", [])}
    people, teams = fields.get("team", []), fields.get("staff_teams", [])
    initial = {**shown, "team": [*people, *(f"{TEAM}{name}" for name in teams)]}
    shown |= {"team": people, "staff_teams": teams}
    main = CustomerForm(data, initial=initial, use_required_attribute=False)
    let_read(main, reader)
    for name in () if may_move else KIN:
        del main.fields[name]
    main.fields["external_source"].help_text = _("The other system it comes from.")
    main.fields["external_id"].help_text = _("Its key there.")
    present = Colleagues.present()
    _offer(main, present.managers(str(shown["account_manager"])), present.members(people, teams))
    main.add_custom(reading.fields(CUSTOMER), fields.get("custom", {}), home=home)
    shown["custom"] = main.shown_custom
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


def _offer(form: CustomerForm, managers: Sequence[Any], members: Sequence[Choice]) -> None:
    for name, choices_ in (("account_manager", managers), ("team", members)):
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices_


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
