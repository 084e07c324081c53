"""The lists that can be searched in the background."""

from klientel.domains.customers import tables
from klientel.services.long_searches import kinds
from klientel.services.long_searches.kinds import Kind


def connect() -> None:
    kinds.register(
        Kind("customers", "customers.view", "customers:list", tables.CUSTOMERS),
        Kind("contacts", "contacts.view", "contacts:list", tables.CONTACTS),
    )
