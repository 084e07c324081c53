"""What the list of customers can be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from klientel.domains.customers import choices
from klientel.domains.customers.display import LABELS
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Address, Contact, Customer, EmailDomain, TeamMember
from klientel.foundation.access import Actor
from klientel.foundation.db.properties import (
    ChoiceProperty,
    DayProperty,
    Property,
    SwitchProperty,
    TextProperty,
    WordsProperty,
)

from .shared import (
    ACTIVITY,
    attached,
    categories,
    communication,
    countries,
    fixed,
    languages,
    moments,
    origin,
    people,
    staff_teams,
    status,
    subcategories,
)

CUSTOMER_DATA = _("Customer")
CONTACTS = _("Contacts")
CARE = _("Responsibility")
RELATIONS = _("Parent company and subsidiaries")
OfCustomer = Address | Contact | EmailDomain | TeamMember


def of(model: type[OfCustomer], **narrowed: Any) -> Callable[[Actor], QuerySet[Any]]:
    """Rows of a customer that the actor sees."""

    def rows(actor: Actor) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.visible_to(actor)
        return found.filter(customer=OuterRef("pk"), **narrowed)

    return rows


def _parents(actor: Actor) -> QuerySet[Any]:
    return Customer.objects.visible_to(actor).filter(subsidiaries=OuterRef("pk"))


def _subsidiaries(actor: Actor) -> QuerySet[Any]:
    return Customer.objects.visible_to(actor).filter(parent=OuterRef("pk"))


DATA: tuple[Property, ...] = (
    TextProperty(
        name="name", title=LABELS["name"], about=CUSTOMER_DATA, column="name", fold="name_fold"
    ),
    TextProperty(name="number", title=LABELS["number"], about=CUSTOMER_DATA, column="number"),
    ChoiceProperty(
        name="kind",
        title=LABELS["kind"],
        about=CUSTOMER_DATA,
        column="kind",
        choices=fixed(choices.Kind.choices),
    ),
    ChoiceProperty(
        name="segment",
        title=LABELS["segment"],
        about=CUSTOMER_DATA,
        column="segment",
        choices=fixed(choices.Segment.choices),
    ),
    ChoiceProperty(
        name="type",
        title=LABELS["type"],
        about=CUSTOMER_DATA,
        column="type",
        choices=fixed(choices.CustomerType.choices),
    ),
    ChoiceProperty(
        name="category",
        title=LABELS["category"],
        about=CUSTOMER_DATA,
        column="category",
        choices=categories,
        is_key=True,
        may_be_missing=True,
    ),
    ChoiceProperty(
        name="subcategory",
        title=LABELS["subcategory"],
        about=CUSTOMER_DATA,
        column="subcategory",
        choices=subcategories,
        is_key=True,
        may_be_missing=True,
    ),
    status(CUSTOMER_DATA),
    ChoiceProperty(
        name="language",
        title=LABELS["language"],
        about=CUSTOMER_DATA,
        column="language",
        choices=languages,
        may_be_missing=True,
    ),
    TextProperty(
        name="vat_id",
        title=LABELS["vat_id"],
        about=CUSTOMER_DATA,
        column="vat_id",
        may_be_missing=True,
    ),
    TextProperty(
        name="website",
        title=LABELS["website"],
        about=CUSTOMER_DATA,
        column="website",
        may_be_missing=True,
    ),
    TextProperty(
        name="note", title=LABELS["note"], about=CUSTOMER_DATA, column="note", may_be_missing=True
    ),
)
PLACE = _("Address")
PLACES: tuple[Property, ...] = (
    TextProperty(
        name="city",
        title=_("City"),
        about=PLACE,
        column="city",
        fold="city_fold",
        may_be_missing=True,
    ),
    TextProperty(
        name="postal_code",
        title=_("Postcode"),
        about=PLACE,
        column="postal_code",
        may_be_missing=True,
    ),
    ChoiceProperty(
        name="country",
        title=_("Country"),
        about=PLACE,
        column="country",
        choices=countries,
        may_be_missing=True,
    ),
    TextProperty(
        name="street", title=_("Street of any address"), about=PLACE, column="street",
        of=of(Address),
    ),
    TextProperty(
        name="any_city", title=_("City of any address"), about=PLACE, column="city", of=of(Address)
    ),
    ChoiceProperty(
        name="address_purpose",
        title=_("Has an address of the kind"),
        about=PLACE,
        column="purpose",
        choices=fixed(choices.AddressPurpose.choices),
        of=of(Address),
    ),
    TextProperty(
        name="domain", title=LABELS["domain"], about=PLACE, column="domain", of=of(EmailDomain)
    ),
)  # fmt: skip
IN_CARE: tuple[Property, ...] = (
    ChoiceProperty(
        name="manager",
        title=LABELS["account_manager"],
        about=CARE,
        column="account_manager",
        choices=people,
        is_key=True,
        may_be_missing=True,
    ),
    ChoiceProperty(
        name="team",
        title=_("Member of the account team"),
        about=CARE,
        column="user",
        choices=people,
        is_key=True,
        of=of(TeamMember),
    ),
    ChoiceProperty(
        name="staff_team",
        title=_("Team in the account team"),
        about=CARE,
        column="staff_team",
        choices=staff_teams,
        is_key=True,
        of=of(TeamMember),
    ),
    SwitchProperty(name="has_team", title=_("Has an account team"), about=CARE, of=of(TeamMember)),
)
SEE_CONTACTS = "contacts.view"
PEOPLE: tuple[Property, ...] = (
    SwitchProperty(
        name="has_contacts",
        title=_("Has contacts"),
        about=CONTACTS,
        of=of(Contact),
        permission=SEE_CONTACTS,
    ),
    *(
        SwitchProperty(
            name=f"has_{purpose}",
            title=title,
            about=CONTACTS,
            of=of(Contact, **{purpose: True}),
            permission=SEE_CONTACTS,
        )
        for purpose, title in (
            ("primary", _("Has a primary contact")),
            ("primary_technical", _("Has a primary contact (technical)")),
            ("primary_billing", _("Has a primary contact (billing)")),
        )
    ),
    WordsProperty(
        name="contact_name",
        title=_("Name of a contact"),
        about=CONTACTS,
        fold="name_fold",
        of=of(Contact),
        permission=SEE_CONTACTS,
    ),
    TextProperty(
        name="contact_position",
        title=_("Position of a contact"),
        about=CONTACTS,
        column="position",
        of=of(Contact),
        permission=SEE_CONTACTS,
    ),
    ChoiceProperty(
        name="contact_language",
        title=_("Language of a contact"),
        about=CONTACTS,
        column="language",
        choices=languages,
        of=of(Contact),
        permission=SEE_CONTACTS,
    ),
    SwitchProperty(
        name="has_portal",
        title=_("Has a contact with portal access"),
        about=CONTACTS,
        of=of(Contact, portal_access=True),
        permission=SEE_CONTACTS,
    ),
)
FAMILY: tuple[Property, ...] = (
    SwitchProperty(
        name="has_parent", title=_("Has a parent company"), about=RELATIONS, of=_parents
    ),
    TextProperty(
        name="parent_name",
        title=LABELS["parent"],
        about=RELATIONS,
        column="name",
        fold="name_fold",
        of=_parents,
    ),
    ChoiceProperty(
        name="relation",
        title=LABELS["parent_relation"],
        about=RELATIONS,
        column="parent_relation",
        choices=fixed(choices.ParentRelation.choices),
    ),
    SwitchProperty(
        name="has_subsidiaries", title=_("Has subsidiaries"), about=RELATIONS, of=_subsidiaries
    ),
)
CUSTOMER_PROPERTIES: tuple[Property, ...] = (
    *DATA,
    *PLACES,
    *communication("customer"),
    *PEOPLE,
    *IN_CARE,
    *FAMILY,
    DayProperty(name="activity", title=_("Last activity"), about=ACTIVITY, column="activity_at"),
    *moments(),
    *attached("customer", CUSTOMER),
    *origin(),
)
