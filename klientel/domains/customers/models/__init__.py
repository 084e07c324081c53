"""Customers, contacts and what hangs on them, each below the rule that says who sees it."""

from .contact import Contact
from .customer import Customer, TeamMember, has_few
from .doubles import Distinct, DoubleGroup, DoubleKey, DoublePair, DoubleRun
from .parts import Address, ContactPoint, EmailDomain, Note
from .setting import DomainRule, NumberRange, SentForm
from .tagging import Tagging

__all__ = [
    "Address",
    "Contact",
    "ContactPoint",
    "Customer",
    "Distinct",
    "DomainRule",
    "DoubleGroup",
    "DoubleKey",
    "DoublePair",
    "DoubleRun",
    "EmailDomain",
    "Note",
    "NumberRange",
    "SentForm",
    "Tagging",
    "TeamMember",
    "has_few",
]
