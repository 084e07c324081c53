"""Whom a demo installation names on its sign-in page."""

from klientel.interfaces.demo.people import DEMO_PEOPLE
from klientel.services.accounts import showcase


def connect() -> None:
    showcase.set_people(DEMO_PEOPLE)
