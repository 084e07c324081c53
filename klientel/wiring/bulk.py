"""What can be changed at many rows at once."""

from klientel.domains.customers import together as customers
from klientel.services.bulk import kinds


def connect() -> None:
    kinds.register(customers.CUSTOMERS, customers.CONTACTS)
