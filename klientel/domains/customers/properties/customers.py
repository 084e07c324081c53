"""What the list of customers can be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from klientel.domains.customers import choices, live
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Address, Contact, Customer, EmailDomain, TeamMember
from klientel.foundation.access import Actor
from klientel.foundation.db.properties import Property

from .shared import (
    Section,
    attached,
    categories,
    communication,
    countries,
    fixed,
    found,
    languages,
    moment,
    moments,
    origin,
    people,
    staff_teams,
    status,
    subcategories,
    tags,
)

SELF = Section(about=_("Customer"))
PLACE = Section(about=_("Address"))
PEOPLE = Section(about=_("Contacts"), permission="contacts.view")
CARE = Section(about=_("Responsibility"))
FAMILY = Section(about=_("Parent company and subsidiaries"))
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


def _data() -> tuple[Property, ...]:
    return (
        SELF.text("name", fold="name_fold"),
        SELF.text("number"),
        SELF.choice("kind", choices=fixed(choices.Kind.choices)),
        SELF.choice("segment", choices=fixed(choices.Segment.choices)),
        SELF.choice("type", choices=fixed(choices.CustomerType.choices)),
        SELF.key("category", choices=categories, may_be_missing=True),
        SELF.key("subcategory", choices=subcategories, may_be_missing=True),
        status(SELF.about),
        tags("customer", SELF.about),
        SELF.choice("language", choices=languages, may_be_missing=True),
        SELF.code("vat_id", may_be_missing=True),
        *(SELF.text(name, may_be_missing=True) for name in ("website", "note")),
    )


def _places() -> tuple[Property, ...]:
    purposes = fixed(choices.AddressPurpose.choices)
    anywhere = of(Address)
    return (
        PLACE.text("city", _("City"), fold="city_fold", may_be_missing=True),
        PLACE.text("postal_code", _("Postcode"), may_be_missing=True),
        PLACE.choice("country", _("Country"), choices=countries, may_be_missing=True),
        PLACE.text("street", _("Street of any address"), of=anywhere),
        PLACE.text("any_city", _("City of any address"), column="city", of=anywhere),
        PLACE.choice(
            "address_purpose",
            _("Has an address of the kind"),
            column="purpose",
            choices=purposes,
            of=anywhere,
        ),
        PLACE.text("domain", of=of(EmailDomain)),
    )


def _people() -> tuple[Property, ...]:
    anyone = of(Contact)
    primaries = {
        "primary_technical": _("Has a primary contact (technical)"),
        "primary_billing": _("Has a primary contact (billing)"),
    }
    position, language = _("Position of a contact"), _("Language of a contact")
    return (
        PEOPLE.any("has_contacts", _("Has contacts"), anyone),
        PEOPLE.switch("has_primary", _("Has a primary contact")),
        *(
            PEOPLE.any(f"has_{purpose}", title, of(Contact, **{purpose: True}))
            for purpose, title in primaries.items()
        ),
        PEOPLE.words("contact_name", _("Name of a contact"), fold="name_fold", of=anyone),
        PEOPLE.text("contact_position", position, column="position", of=anyone),
        PEOPLE.choice(
            "contact_language", language, column="language", choices=languages, of=anyone
        ),
        PEOPLE.any(
            "has_portal", _("Has a contact with portal access"), of(Contact, portal_access=True)
        ),
    )


def _care() -> tuple[Property, ...]:
    member, team = _("Member of the account team"), _("Team in the account team")
    rows = of(TeamMember)
    return (
        CARE.key("manager", column="account_manager", choices=people, may_be_missing=True),
        CARE.key("team", member, column="user", choices=people, of=rows),
        CARE.key("staff_team", team, choices=staff_teams, of=rows),
        CARE.any("has_team", _("Has an account team"), rows),
    )


def _family() -> tuple[Property, ...]:
    relations = fixed(choices.ParentRelation.choices)
    return (
        FAMILY.any("has_parent", _("Has a parent company"), _parents),
        FAMILY.text(
            "parent_name",
            _("Name of the parent company"),
            column="name",
            fold="name_fold",
            of=_parents,
        ),
        FAMILY.choice("relation", column="parent_relation", choices=relations),
        FAMILY.any("has_subsidiaries", _("Has subsidiaries"), _subsidiaries),
    )


CUSTOMER_PROPERTIES: tuple[Property, ...] = (
    *_data(),
    *_places(),
    *communication("customer"),
    *_people(),
    *_care(),
    *_family(),
    moment("activity", _("Last activity"), column="activity_at", rows=live.customers),
    *moments(live.customers),
    *attached("customer", CUSTOMER),
    *origin(),
    *found("customers"),
)
