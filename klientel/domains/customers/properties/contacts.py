"""What the lists of contacts can be asked."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from klientel.domains.customers import choices
from klientel.domains.customers.display import LABELS
from klientel.domains.customers.facts import CONTACT
from klientel.domains.customers.purposes import PURPOSES
from klientel.foundation.db.properties import (
    ChoiceProperty,
    Property,
    SwitchProperty,
    TextProperty,
    WordsProperty,
)

from .shared import (
    attached,
    categories,
    communication,
    countries,
    fixed,
    languages,
    moments,
    origin,
    people,
    status,
)

PERSON = _("Contact")
CUSTOMER = _("Customer")
SEE_CUSTOMERS = "customers.view"
DATA: tuple[Property, ...] = (
    WordsProperty(name="name", title=_("Name"), about=PERSON, fold="name_fold"),
    TextProperty(
        name="first_name",
        title=LABELS["first_name"],
        about=PERSON,
        column="first_name",
        may_be_missing=True,
    ),
    TextProperty(
        name="last_name",
        title=LABELS["last_name"],
        about=PERSON,
        column="last_name",
        may_be_missing=True,
    ),
    ChoiceProperty(
        name="kind",
        title=LABELS["kind"],
        about=PERSON,
        column="kind",
        choices=fixed(choices.ContactKind.choices),
    ),
    ChoiceProperty(
        name="salutation",
        title=LABELS["salutation"],
        about=PERSON,
        column="salutation",
        choices=fixed(choices.Salutation.choices[1:]),
        may_be_missing=True,
    ),
    TextProperty(
        name="title", title=LABELS["title"], about=PERSON, column="title", may_be_missing=True
    ),
    TextProperty(
        name="position",
        title=LABELS["position"],
        about=PERSON,
        column="position",
        may_be_missing=True,
    ),
    ChoiceProperty(
        name="language",
        title=LABELS["language"],
        about=PERSON,
        column="language",
        choices=languages,
        may_be_missing=True,
    ),
    status(PERSON),
    *(
        SwitchProperty(name=name, title=LABELS[name], about=PERSON, column=name)
        for name in (*PURPOSES, "receives_notifications", "portal_access")
    ),
    TextProperty(
        name="note", title=LABELS["note"], about=PERSON, column="note", may_be_missing=True
    ),
)


def _fixed(
    name: str, known: type[choices.Kind | choices.Segment | choices.CustomerType]
) -> Property:
    return ChoiceProperty(
        name=f"customer_{name}",
        title=LABELS[name],
        about=CUSTOMER,
        column=f"customer__{name}",
        choices=fixed(known.choices),
        permission=SEE_CUSTOMERS,
    )


OF_CUSTOMER: tuple[Property, ...] = (
    SwitchProperty(
        name="has_customer",
        title=_("Belongs to a customer"),
        about=CUSTOMER,
        asks=Q(customer__isnull=False),
    ),
    TextProperty(
        name="customer_name",
        title=_("Name of the customer"),
        about=CUSTOMER,
        column="customer__name",
        fold="customer__name_fold",
        permission=SEE_CUSTOMERS,
    ),
    TextProperty(
        name="customer_number",
        title=_("Number of the customer"),
        about=CUSTOMER,
        column="customer__number",
        permission=SEE_CUSTOMERS,
    ),
    _fixed("segment", choices.Segment),
    _fixed("type", choices.CustomerType),
    ChoiceProperty(
        name="customer_category",
        title=LABELS["category"],
        about=CUSTOMER,
        column="customer__category",
        choices=categories,
        is_key=True,
        may_be_missing=True,
        permission=SEE_CUSTOMERS,
    ),
    TextProperty(
        name="customer_city",
        title=_("City"),
        about=CUSTOMER,
        column="customer__city",
        fold="customer__city_fold",
        permission=SEE_CUSTOMERS,
    ),
    ChoiceProperty(
        name="customer_country",
        title=_("Country"),
        about=CUSTOMER,
        column="customer__country",
        choices=countries,
        permission=SEE_CUSTOMERS,
    ),
    ChoiceProperty(
        name="customer_manager",
        title=LABELS["account_manager"],
        about=CUSTOMER,
        column="customer__account_manager",
        choices=people,
        is_key=True,
        may_be_missing=True,
        permission=SEE_CUSTOMERS,
    ),
)
CONTACT_PROPERTIES: tuple[Property, ...] = (
    *DATA,
    *communication("contact"),
    *OF_CUSTOMER,
    *moments(),
    *attached("contact", CONTACT),
    *origin(),
)
