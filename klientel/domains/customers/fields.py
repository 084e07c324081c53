"""Which fields a customer and a contact have, once: actions, forms, API, import and export agree.

Values are canonical after cleaning: text folded to one form, phones E.164 where they can be read,
countries ISO 3166-1 alpha-2, people by e-mail address, categories by name.
"""

from __future__ import annotations

from typing import Any, TypedDict


class Phone(TypedDict, total=False):
    kind: str  # PointKind: phone, mobile or fax
    value: str
    preferred: bool


class Email(TypedDict, total=False):
    value: str
    preferred: bool


class AddressFields(TypedDict, total=False):
    purpose: str
    street: str  # may have two lines
    postal_code: str
    city: str
    region: str
    country: str
    main: bool


class ContactFields(TypedDict, total=False):
    kind: str
    salutation: str
    title: str
    first_name: str
    last_name: str
    position: str
    language: str
    note: str
    primary: bool
    primary_technical: bool
    primary_billing: bool
    active: bool
    receives_notifications: bool
    portal_access: bool  # may sign in at the customers' own pages
    tags: list[str]
    external_source: str
    external_id: str
    emails: list[Email]
    phones: list[Phone]
    custom: dict[str, Any]  # as below


class LooseContactFields(ContactFields, total=False):
    customer_id: int | None


class CustomerFields(TypedDict, total=False):
    kind: str
    number: str
    name: str
    type: str
    segment: str
    category: str
    subcategory: str  # of that category
    language: str
    website: str
    vat_id: str
    note: str
    active: bool
    account_manager: str
    team: list[str]  # who else looks after it: people by e-mail address
    staff_teams: list[str]  # and teams of them, by name
    tags: list[str]  # by name
    parent: str  # the number of the company it belongs to
    parent_relation: str  # what it is to that one; empty without
    external_source: str
    external_id: str
    emails: list[Email]
    phones: list[Phone]
    addresses: list[AddressFields]
    domains: list[str]  # of e-mail addresses: who writes from there belongs to this customer
    # Fields of the installation's own, by key. What is not given stays, None takes a value away.
    custom: dict[str, Any]


class NewCustomer(CustomerFields, total=False):
    contacts: list[ContactFields]
