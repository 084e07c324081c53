"""What the lists of contacts can be asked."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from klientel.domains.customers import choices, live
from klientel.domains.customers.facts import CONTACT
from klientel.domains.customers.purposes import PURPOSES
from klientel.foundation.db.properties import Property, SwitchProperty

from .shared import (
    Section,
    attached,
    categories,
    communication,
    countries,
    fixed,
    found,
    languages,
    moments,
    origin,
    people,
    status,
    tags,
)

PERSON = Section(about=_("Contact"))
OWNER = Section(
    about=_("Customer"), prefix="customer_", way="customer__", permission="customers.view"
)


def _data() -> tuple[Property, ...]:
    salutations = fixed(choices.Salutation.choices[1:])
    return (
        PERSON.words("name", _("Name"), fold="name_fold"),
        PERSON.text("first_name", may_be_missing=True),
        PERSON.text("last_name", may_be_missing=True),
        PERSON.choice("kind", choices=fixed(choices.ContactKind.choices)),
        PERSON.choice("salutation", choices=salutations, may_be_missing=True),
        PERSON.text("title", may_be_missing=True),
        PERSON.text("position", may_be_missing=True),
        PERSON.choice("language", choices=languages, may_be_missing=True),
        status(PERSON.about),
        tags("contact", PERSON.about),
        *(PERSON.switch(name) for name in (*PURPOSES, "receives_notifications", "portal_access")),
        PERSON.text("note", may_be_missing=True),
    )


def _of_customer() -> tuple[Property, ...]:
    is_there = Q(customer__isnull=False)
    return (
        SwitchProperty(
            name="has_customer",
            title=_("Belongs to a customer"),
            about=OWNER.about,
            asks=is_there,
        ),
        OWNER.text("name", _("Name of the customer"), fold="name_fold"),
        OWNER.text("number", _("Number of the customer")),
        OWNER.choice("segment", choices=fixed(choices.Segment.choices)),
        OWNER.choice("type", choices=fixed(choices.CustomerType.choices)),
        OWNER.key("category", choices=categories, may_be_missing=True),
        OWNER.text("city", _("City"), fold="city_fold"),
        OWNER.choice("country", _("Country"), choices=countries),
        OWNER.key("manager", column="account_manager", choices=people, may_be_missing=True),
        tags(
            "customer",
            OWNER.about,
            name=f"{OWNER.prefix}tags",
            title=_("Tags of the customer"),
            column="customer",
            permission=OWNER.permission,
        ),
    )


CONTACT_PROPERTIES: tuple[Property, ...] = (
    *_data(),
    *communication("contact"),
    *_of_customer(),
    *moments(live.contacts),
    *attached("contact", CONTACT),
    *origin(),
    *found("contacts"),
)
