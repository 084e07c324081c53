"""What both lists can be asked about the custom fields of their records, and of the customer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.foundation.db.properties import Property
from klientel.services.customfields import reading
from klientel.services.customfields.properties import Elsewhere, elsewhere, properties

OWNER = Elsewhere(
    column="customer",
    rows=Customer.objects.visible_to,
    permission="customers.view",
)


def custom(kind: str) -> tuple[Property, ...]:
    """In the reader's language."""
    own = properties(reading.fields(kind))
    if kind != CONTACT:
        return own
    about, titled = _("Custom fields of the customer"), _("%(name)s of the customer")
    of_customer = elsewhere(reading.fields(CUSTOMER), OWNER, about=about, titled=titled)
    return (*own, *of_customer)
