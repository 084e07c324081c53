"""The kinds of records that can have custom fields, in the order the settings show them."""

from django.utils.translation import gettext_lazy as _

from klientel.domains.customers import search
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.services.customfields import kinds
from klientel.services.customfields.kinds import Kind


def connect() -> None:
    kinds.register(
        Kind(
            CUSTOMER,
            _("Customers"),
            "customers.view",
            Customer,
            order="name_fold",
            rewrite=lambda keys: search.rewrite(CUSTOMER, keys),
        ),
        Kind(
            CONTACT,
            _("Contacts"),
            "contacts.view",
            Contact,
            order="name_fold",
            rewrite=lambda keys: search.rewrite(CONTACT, keys),
        ),
    )
