"""What is derived from rows in the transaction that writes them."""

from klientel.domains.customers import search as customers
from klientel.domains.customers.actions import activity, seats
from klientel.services.journal import projections


def connect() -> None:
    projections.register(customers.project, activity.mark, seats.mark)
