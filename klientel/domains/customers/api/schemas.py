"""What is sent and what is answered. The names are those of `fields.py`; a test compares them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from klientel.domains.customers import choices
from klientel.domains.customers.cleaning import LENGTHS, MOST
from klientel.foundation.rest.schemas import (
    Input,
    Output,
    PageOut,
    Query,
    RowOut,
    choice,
    flag,
    several,
    text,
)

PHONE = {"kind": "mobile", "value": "+41791234567", "preferred": True}
EMAIL = {"value": "sabine.huber@huber.example", "preferred": True}
ADDRESS = {
    "purpose": "office",
    "street": "Rheinufer 88",
    "postal_code": "50996",
    "city": "Köln",
    "region": "",
    "country": "DE",
    "main": True,
}
PERSON: dict[str, Any] = {
    "salutation": "ms",
    "first_name": "Sabine",
    "last_name": "Huber",
    "position": "Disposition",
    "emails": [EMAIL],
    "phones": [PHONE],
}
COMPANY: dict[str, Any] = {
    "name": "Huber Tiefbau AG",
    "segment": "contractor",
    "language": "de",
    "phones": [{"kind": "phone", "value": "+493023125118"}],
    "addresses": [{k: ADDRESS[k] for k in ("street", "postal_code", "city", "country")}],
}


def examples(*given: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": list(given)})


class PhoneIn(Input):
    model_config = examples(PHONE)
    kind: str = choice([kind.value for kind in choices.PHONE_KINDS], "`phone` if not given.")
    value: str = text(
        254, "Stored as E.164; without a country code it is read by the country.", required=True
    )
    preferred: bool = flag("The first one if none is.")


class EmailIn(Input):
    model_config = examples(EMAIL)
    value: str = text(254, required=True)
    preferred: bool = flag("The first one if none is.")


class AddressIn(Input):
    model_config = examples(ADDRESS)
    purpose: str = choice(choices.AddressPurpose.values, "`office` if not given.")
    street: str = text(LENGTHS["street"], "May have two lines.")
    postal_code: str = text(LENGTHS["postal_code"])
    city: str = text(LENGTHS["city"])
    region: str = text(LENGTHS["region"])
    country: str = text(100, "ISO 3166-1 alpha-2, or the name in German, French or English.")
    main: bool = flag("The first one if none is.")


CustomValue = str | bool | int | float | list[str]


def custom(about: str) -> Any:
    """Values of the fields of `custom-fields`, by key."""
    return Field(
        default_factory=dict,
        max_length=100,
        description=f"By key, as `custom-fields` defines them for {about}. Fields that are not "
        "given stay, `null` takes a value away.",
    )


def tags() -> Any:
    return several(MOST, "Names, in any spelling; new ones need the right to add tags.")


class ContactPatch(Input):
    """Fields that are not given stay as they are; a list that is given replaces the whole list."""

    model_config = examples({"position": "Werkstattleitung"})
    kind: str = choice(choices.ContactKind.values)
    salutation: str = choice(choices.Salutation.values)
    title: str = text(LENGTHS["title"])
    first_name: str = text(LENGTHS["first_name"])
    last_name: str = text(LENGTHS["last_name"])
    position: str = text(LENGTHS["position"])
    language: str = text(100, "A language tag such as `de` or `fr-CH`.")
    note: str = text(LENGTHS["note"])
    primary: bool = flag("Whom to call first; at most one per customer.")
    primary_technical: bool = flag("Whom to ask about machines; at most one per customer.")
    primary_billing: bool = flag("Whom to ask about invoices; at most one per customer.")
    active: bool = flag(default=True)
    receives_notifications: bool = flag(default=True)
    portal_access: bool = flag("Whether the contact may use the customers' own pages.")
    tags: list[str] = tags()
    external_source: str = text(LENGTHS["external_source"], "The other system it comes from.")
    external_id: str = text(LENGTHS["external_id"], "Its key there.")
    emails: list[EmailIn] = several(MOST)
    phones: list[PhoneIn] = several(MOST)
    custom: dict[str, CustomValue | None] = custom("contacts")


class ContactIn(ContactPatch):
    """A contact of the customer it is sent with. A name or an e-mail address is needed."""

    model_config = examples(PERSON)


class LooseContactIn(ContactIn):
    """A contact of a customer, or of none."""

    model_config = examples(PERSON)
    customer_id: int | None = Field(
        default=None,
        ge=1,
        le=2**63 - 1,
        description="`null`: none. Not given: as the rule for e-mail domains says.",
    )


Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class MoveIn(Input):
    """Contacts and where they go: a customer, or `null` for none."""

    model_config = examples({"contact_ids": [12, 15], "customer_id": 7})
    contact_ids: list[Key] = Field(min_length=1, max_length=500)
    customer_id: Key | None


class CustomerPatch(Input):
    """Fields that are not given stay as they are; a list that is given replaces the whole list."""

    model_config = examples({"segment": "rental", "emails": [{"value": "miete@huber.example"}]})
    kind: str = choice(choices.Kind.values)
    number: str = text(LENGTHS["number"], "Your own; the next free one if not given.")
    name: str = text(LENGTHS["name"])
    type: str = choice(choices.CustomerType.values)
    segment: str = choice(choices.Segment.values)
    category: str = text(LENGTHS["category"], "A name; new ones are added to the list.")
    subcategory: str = text(
        LENGTHS["subcategory"],
        "A name of that category; new ones are added to it. Another category empties it.",
    )
    language: str = text(100, "A language tag such as `de` or `fr-CH`.")
    website: str = text(500)
    vat_id: str = text(40, "Checked by the rules of the country and stored without blanks.")
    note: str = text(LENGTHS["note"])
    active: bool = flag(default=True)
    account_manager: str = text(
        LENGTHS["account_manager"], "E-mail address of a colleague; at first the token's person."
    )
    team: list[str] = several(MOST, "Who else looks after it: e-mail addresses of colleagues.")
    staff_teams: list[str] = several(MOST, "And names of their teams.")
    tags: list[str] = tags()
    parent: str = text(
        LENGTHS["parent"],
        "Number of the company it belongs to, empty for none. One level: that one belongs to none, "
        "and none belongs to this one.",
    )
    parent_relation: str = choice(
        choices.ParentRelation.values, "`subsidiary` if not given with a parent."
    )
    external_source: str = text(LENGTHS["external_source"], "The other system it comes from.")
    external_id: str = text(LENGTHS["external_id"], "Its key there.")
    emails: list[EmailIn] = several(MOST)
    phones: list[PhoneIn] = several(MOST)
    addresses: list[AddressIn] = several(MOST)
    domains: list[str] = several(MOST, "Who writes from an address there belongs here.")
    custom: dict[str, CustomValue | None] = custom("customers")


class CustomerIn(CustomerPatch):
    """A new customer, with its contacts if there are any: all of it is created or nothing."""

    model_config = examples({**COMPANY, "contacts": [PERSON]})
    name: str = text(LENGTHS["name"], required=True)
    contacts: list[ContactIn] = several(500)


class Phone(Output):
    kind: str = Field(json_schema_extra={"enum": [kind.value for kind in choices.PHONE_KINDS]})
    value: str
    preferred: bool


class Email(Output):
    value: str
    preferred: bool


class Address(Output):
    purpose: choices.AddressPurpose
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    main: bool


HELD: Any = Field(description="By key; fields without a value are left out.")


class CustomerOut(RowOut):
    kind: choices.Kind
    number: str
    name: str
    type: choices.CustomerType
    segment: choices.Segment
    category: str
    subcategory: str
    language: str
    website: str
    vat_id: str
    note: str
    active: bool
    account_manager: str
    team: list[str]
    staff_teams: list[str]
    tags: list[str]
    parent_id: int | None
    parent: str = Field(description="A number; empty also where you do not see that company.")
    parent_relation: Literal["", "subsidiary", "franchise", "branch"]
    external_source: str
    external_id: str
    emails: list[Email]
    phones: list[Phone]
    addresses: list[Address]
    domains: list[str]
    custom: dict[str, CustomValue] = HELD


class CustomerPage(PageOut[CustomerOut]):
    pass


class CustomerReference(Output):
    id: int
    number: str
    name: str


class ContactOut(RowOut):
    customer: CustomerReference | None
    kind: choices.ContactKind
    salutation: choices.Salutation
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
    portal_access: bool
    tags: list[str]
    external_source: str
    external_id: str
    emails: list[Email]
    phones: list[Phone]
    custom: dict[str, CustomValue] = HELD


class ContactPage(PageOut[ContactOut]):
    pass


class MovedOut(Output):
    items: list[ContactOut]
    moved: int = Field(description="How many were not there already")


def _successor(whom: str) -> Any:
    return Field(
        default=None,
        ge=1,
        le=2**63 - 1,
        description=f"Of {whom}: the id of another active one there, who takes over.",
    )


class SuccessorQuery(Query):
    successor: int | None = _successor("a primary contact")
    successor_technical: int | None = _successor("a primary contact for technical matters")
    successor_billing: int | None = _successor("a primary contact for billing")


class RestoreQuery(Query):
    new_number: bool = flag("If its number is taken meanwhile, it gets the next free one.")


class NotePatch(Input):
    """Fields that are not given stay as they are."""

    model_config = examples({"pinned": True})
    text: str = text(LENGTHS["note"], "May have several lines.")
    pinned: bool = flag("Stands above the history.")


class NoteIn(NotePatch):
    model_config = examples({"text": "Ruft montags zurück."})
    text: str = text(LENGTHS["note"], "May have several lines.", required=True)


class NoteOut(RowOut):
    text: str
    pinned: bool
    author: str = Field(description="Who wrote it, as they were called then.")


class NotePage(PageOut[NoteOut]):
    pass
