"""What can be imported, in the order it is offered."""

from klientel.domains.customers.transfer import contacts, customers
from klientel.services.transfer import importers


def connect() -> None:
    importers.register(customers.IMPORTER, contacts.IMPORTER)
