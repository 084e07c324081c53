"""Customers, contacts and what hangs on them, each below the rule that says who sees it."""

from .contact import Contact
from .customer import Customer, TeamMember
from .parts import Address, ContactPoint, EmailDomain, Note
from .setting import DomainRule, NumberRange, SentForm

__all__ = [
    "Address",
    "Contact",
    "ContactPoint",
    "Customer",
    "DomainRule",
    "EmailDomain",
    "Note",
    "NumberRange",
    "SentForm",
    "TeamMember",
]
