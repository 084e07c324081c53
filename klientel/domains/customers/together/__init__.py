"""What is done to many customers or contacts at once."""

from .kinds import CONTACTS, CUSTOMERS

__all__ = ["CONTACTS", "CUSTOMERS"]
