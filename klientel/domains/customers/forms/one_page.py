"""A customer on one page: the person first, then the details of the company, if there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from klientel.domains.customers import choices
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.fields import (
    AddressFields,
    ContactFields,
    CustomerFields,
    NewCustomer,
)
from klientel.domains.customers.transfer.values import courtesy
from klientel.foundation.access import Actor
from klientel.foundation.lib import countries, names, phones
from klientel.foundation.ui.formsets import Values
from klientel.services.customfields import reading
from klientel.services.customfields.inputs import CustomInputs, name_of

from .new_pictures import NewPicturesForm
from .parents import ParentField, let_read, relation_field
from .parts import AddressForm, TagsField, country_choices, language_choices, text_field

NOT_A_NUMBER: Final = gettext_lazy("“%(value)s” is not a telephone number.")
PLAIN: Final = (
    "website",
    "vat_id",
    "category",
    "subcategory",
    "language",
    "note",
    "parent",
    "parent_relation",
)
# What is somebody's own beside a company: without a name there is nobody whose it could be.
OF_A_PERSON: Final = ("email", "mobile", "salutation", "portal_access")
EMAILS: Final = ("email", "company_email")
PHONES: Final = ("mobile", "company_phone")
Place = tuple[forms.Form, str]  # a form and the name of one of its fields


class CountrySelect(forms.Select):
    """Each country says the code its numbers are dialled with."""

    def create_option(self, *given: Any, **named: Any) -> dict[str, Any]:
        option = super().create_option(*given, **named)
        option["attrs"]["data-dial-code"] = countries.dial_code(str(option["value"]))
        return option


class ClientForm(CustomInputs):
    """Only the name is needed. With the name of a company it becomes its primary contact."""

    name = forms.CharField(
        label=gettext_lazy("Name of the customer"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "aria-required": "true"}),
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    email = text_field(gettext_lazy("E-mail"), inputmode="email")
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=country_choices,
        required=False,
        widget=CountrySelect(attrs={"data-k-dial-target": "country"}),
    )
    mobile = text_field(
        gettext_lazy("Mobile number"),
        inputmode="tel",
        **{"data-k-dial-target": "number", "data-action": "k-dial#show"},
    )
    salutation = forms.ChoiceField(
        label=gettext_lazy("Gender"),
        choices=choices.Salutation,
        required=False,
        help_text=gettext_lazy("Decides how the customer is addressed."),
    )
    category = text_field(gettext_lazy("Customer category"), list="categories")
    subcategory = text_field(gettext_lazy("Sub-category"), list="subcategories")
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=language_choices, required=False
    )
    tags = TagsField()
    receives_notifications = forms.BooleanField(
        label=gettext_lazy("Receives notifications"), required=False, initial=True
    )
    portal_access = forms.BooleanField(label=gettext_lazy("Portal access"), required=False)
    company_name = text_field(
        gettext_lazy("Company name"),
        help_text=gettext_lazy("Without one, a private person is created."),
    )
    website = text_field(gettext_lazy("Official website"), inputmode="url")
    vat_id = text_field(gettext_lazy("VAT ID"))
    parent = ParentField(help_text=gettext_lazy("Number or name of the company it belongs to."))
    parent_relation = relation_field()
    company_phone = text_field(gettext_lazy("Phone number"), inputmode="tel")
    company_email = text_field(gettext_lazy("E-mail address"), inputmode="email")
    note = forms.CharField(
        label=pgettext_lazy("text", "Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def dial_code(self) -> str:
        return countries.dial_code(str(self["country"].value() or ""))


class PlaceForm(AddressForm):
    """An address whose purpose is known; its country is that of the customer if none is chosen."""

    def __init__(self, data: Any, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix, use_required_attribute=False)
        del self.fields["purpose"], self.fields["main"]
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("as above")), *country_choices()[1:]]


class NewClient:
    """The page's forms as one, and where on the page each thing refused belongs."""

    def __init__(self, data: Any, files: Any, *, actor: Actor, home: str, parent: str = "") -> None:
        """`parent` is the number of the company the new one is to belong to."""
        self.home = home
        initial = {"country": home, "parent": parent}
        if parent:
            initial["parent_relation"] = choices.ParentRelation.SUBSIDIARY.value
        self.main = ClientForm(data, initial=initial, use_required_attribute=False)
        self.for_parent = bool(parent)
        if parent:
            self._ask_for_company()
        let_read(self.main, actor)
        self.main.add_custom(reading.fields(CUSTOMER), {}, home=home)
        self.address = PlaceForm(data, prefix="address")
        self.delivery = PlaceForm(data, prefix="delivery")
        self.pictures = NewPicturesForm(data, files, actor=actor)
        self.given: Values = {}  # what was read
        self._places: dict[str, Place] = {}  # by path of `fields.py`

    def _ask_for_company(self) -> None:
        """A subsidiary is one; who is there to talk to may be known later."""
        required = {"autocomplete": "off", "aria-required": "true", "autofocus": True}
        self.main.fields["company_name"].help_text = ""
        self.main.fields["company_name"].widget.attrs |= required
        self.main.fields["name"].required = False
        self.main.fields["name"].widget.attrs.pop("aria-required")

    @property
    def forms(self) -> tuple[forms.Form, ...]:
        return self.main, self.address, self.delivery, self.pictures

    def is_valid(self) -> bool:
        """Whether it can be read; `values` are then what was typed, else as much of it as can."""
        errors = [form.errors for form in self.forms]  # of each, also where the first has some
        is_readable = not any(errors)
        self.given = dict.fromkeys(self.main.fields, "") | self.main.cleaned_data
        self._read_number("mobile", self.country)
        self._read_number("company_phone", self._country_of(self.address))
        self._check_names()
        return is_readable and not self.main.errors

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)

    @property
    def country(self) -> str:
        return self.given["country"] or self.home

    def _country_of(self, place: PlaceForm) -> str:
        return place.cleaned_data.get("country") or self.country

    def _read_number(self, name: str, country: str) -> None:
        """By the country beside it, whatever the rest of the form says."""
        given = self.given[name]
        number = phones.parse(given, country) if given else None
        if given and number is None:
            self.main.add_error(name, str(NOT_A_NUMBER) % {"value": given[:80]})
        self.given[name] = str(number or "")

    def _check_names(self) -> None:
        given = self.given
        if (self.for_parent or given["parent"]) and not given["company_name"].strip():
            self.main.add_error("company_name", _("Enter the name of the company."))
        is_somebody = self.pictures.drawn.get("picture") or any(given[n] for n in OF_A_PERSON)
        if is_somebody and not given["name"] and "name" not in self.main.errors:
            self.main.add_error("name", _("Enter a name."))

    def values(self) -> NewCustomer:
        """In the shape of `fields.py`. Needs `is_valid` to have been called."""
        given = self.given
        company = given["company_name"].strip()
        has_person = bool(given["name"]) or not company
        people = [self._person(with_points=bool(company))] if has_person else []
        self._say_at("name", "company_name" if company else "name")
        own = [] if company else ["email"]
        numbers = [] if company else [("mobile", "mobile")]
        found = NewCustomer(
            kind=(choices.Kind.COMPANY if company else choices.Kind.INDIVIDUAL).value,
            name=company or given["name"],
            emails=cast("Any", self._emails("", [*own, "company_email"])),
            phones=cast("Any", self._phones("", [*numbers, ("company_phone", "phone")])),
            addresses=self._addresses(),
            tags=given["tags"] or [],
            contacts=people,
        )
        for name in PLAIN:
            found[name] = given[name]
        if custom := given.get("custom"):
            found["custom"] = custom
            for key in custom:
                self._say_at(f"custom.{key}", name_of(key))
        return found

    def _person(self, *, with_points: bool) -> ContactFields:
        given = self.given
        name = names.split(given["name"])
        salutation, _title, _rest = courtesy(name.salutation)
        person = ContactFields(
            first_name=name.first,
            last_name=name.last if name.first or name.last else given["name"],
            title=name.title,
            salutation=given["salutation"] or salutation,
            language=given["language"],
            receives_notifications=given["receives_notifications"],
            portal_access=given["portal_access"],
            primary=True,
        )
        for path in ("first_name", "last_name", "title"):
            self._say_at(f"contacts.0.{path}", "name")
        for path in ("salutation", "language"):
            self._say_at(f"contacts.0.{path}", path)
        if with_points:
            person["emails"] = cast("Any", self._emails("contacts.0.", ["email"]))
            person["phones"] = cast("Any", self._phones("contacts.0.", [("mobile", "mobile")]))
        return person

    def _emails(self, path: str, fields: Iterable[str]) -> list[Values]:
        filled = [name for name in fields if self.given[name]]
        for number, name in enumerate(filled):
            self._say_at(f"{path}emails.{number}", name)
        return [{"value": self.given[name]} for name in filled]

    def _phones(self, path: str, fields: Iterable[tuple[str, str]]) -> list[Values]:
        filled = [pair for pair in fields if self.given[pair[0]]]
        for number, (name, _kind) in enumerate(filled):
            self._say_at(f"{path}phones.{number}", name)
        return [{"kind": kind, "value": self.given[name]} for name, kind in filled]

    def _addresses(self) -> list[AddressFields]:
        """A country that is not one's own is kept also where there is no more of an address."""
        found: list[AddressFields] = []
        purposes = choices.AddressPurpose
        for form, purpose in ((self.address, purposes.OFFICE), (self.delivery, purposes.DELIVERY)):
            is_main = form is self.address
            if not form.is_filled() and not (is_main and self.country != self.home):
                continue
            for name in form.fields:
                self._places[f"addresses.{len(found)}.{name}"] = (form, name)
            has_own = bool(form.cleaned_data.get("country"))
            country = self._country_of(form if has_own else self.address)
            parts = {**form.cleaned_data, "country": country}
            found.append(cast("AddressFields", {**parts, "purpose": purpose.value}))
        return found

    def _say_at(self, path: str, name: str) -> None:
        self._places[path] = (self.main, name)

    def refuse(self, errors: Mapping[str, Sequence[str]]) -> None:
        """Put what the action refused beside the fields it is about; one sentence is enough."""
        for path, sentences in errors.items():
            form, name = self._place(path)
            for sentence in sentences if name not in form.errors else ():
                form.add_error(name if name in form.fields else None, sentence)

    def _place(self, path: str) -> Place:
        while path not in self._places and "." in path:
            path = path.rpartition(".")[0]
        return self._places.get(path, (self.main, path))


def typed_client(data: Mapping[str, str], *, home: str) -> CustomerFields:
    """What tells by now who it is, right or wrong."""
    country = data.get("country", "") or home
    places = [{"city": data.get("address-city", ""), "country": country}]
    return CustomerFields(
        name=data.get("company_name", "") or data.get("name", ""),
        vat_id=data.get("vat_id", ""),
        emails=[{"value": data[name]} for name in EMAILS if data.get(name)],
        phones=[{"value": data[name]} for name in PHONES if data.get(name)],
        addresses=cast("list[AddressFields]", places),
    )
