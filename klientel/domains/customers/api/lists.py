"""What narrows and sorts the lists, and the rows as they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal, TypeVar

from django.db import models
from pydantic import Field, JsonValue

from klientel.domains.customers import live, queries, tagged
from klientel.domains.customers.choices import CustomerType, Segment
from klientel.domains.customers.custom import PREFIX
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.parents import in_position, of_parent
from klientel.domains.customers.properties import CONTACT_PROPERTIES, CUSTOMER_PROPERTIES, custom
from klientel.domains.customers.purposes import PURPOSES
from klientel.domains.customers.tagged import Owner
from klientel.foundation.access import Actor
from klientel.foundation.db import narrowing
from klientel.foundation.db.keyset import Page
from klientel.foundation.lib.text import fold
from klientel.foundation.rest import paging
from klientel.foundation.rest.schemas import ListQuery, row_out
from klientel.foundation.ui import asking
from klientel.foundation.ui.filtering import within_days
from klientel.services.accounts.models import User, normal_email
from klientel.services.customfields import reading
from klientel.services.customfields.ordering import column, orders
from klientel.services.search.query import narrow

from . import customs

M = TypeVar("M", bound=models.Model)
CONTACT_SORTS: Mapping[str, str] = {
    "name": "name_fold",
    "created_at": "created_at",
    "updated_at": "updated_at",
}
CUSTOMER_SORTS: Mapping[str, str] = {
    **CONTACT_SORTS,
    "number": "number_sort",
    "city": "city_fold",
}


def sorting(columns: Mapping[str, str]) -> Any:
    names: list[JsonValue] = [f"{sign}{name}" for name in columns for sign in ("", "-")]
    return Field(
        default="name",
        max_length=50,
        description=(
            "A minus turns the order round. `custom.` and the key of a custom field sort by it, "
            "if it has an index that is `ready`."
        ),
        json_schema_extra={"anyOf": [{"enum": names}, {"pattern": r"^-?custom\.[a-z][a-z0-9_]*$"}]},
    )


class DatedQuery(ListQuery):
    status: Literal["active", "inactive"] | None = None
    added_from: date | None = Field(
        default=None, description="This day and later, as the days of your profile go."
    )
    added_to: date | None = Field(
        default=None, description="This day and earlier, as the days of your profile go."
    )


def conditions() -> Any:
    return Field(
        default="",
        max_length=4000,
        description=(
            'Conditions in groups, as JSON: `[["segment","in","rental"],'
            '{"any":[["has_primary","no"],["activity","older","90","days"]]}]`. '
            "The page of the list puts them together and has them in its address."
        ),
    )


def tag_names() -> Any:
    return Field(default=[], description="Names of tags: with any of them.")


class SortedQuery(ListQuery):
    """Of customers, without a word of what narrows them."""

    sort: str = sorting(CUSTOMER_SORTS)


class CustomerQuery(SortedQuery, DatedQuery):
    where: str = conditions()
    segment: list[Segment] = []
    type: list[CustomerType] = []
    category: list[str] = Field(default=[], description="Names of categories.")
    subcategory: list[str] = Field(default=[], description="Names of sub-categories.")
    tag: list[str] = tag_names()
    vat_id: str = Field(
        default="", max_length=100, description="Exactly this one; blanks and case do not matter."
    )
    has_vat_id: bool | None = None
    account_manager: str = Field(
        default="", max_length=254, description="E-mail address of a colleague."
    )
    parent_id: int | None = Field(
        default=None, ge=1, le=2**63 - 1, description="Only those that belong to this customer."
    )
    with_parent: bool = Field(
        default=False, description="With `parent_id`: this customer itself as well."
    )
    position: Literal["parent", "subsidiary", "independent"] | None = None


class OwnContactQuery(DatedQuery):
    """Of the contacts of one customer."""

    sort: str = sorting(CONTACT_SORTS)
    where: str = conditions()
    primary: bool | None = None
    primary_technical: bool | None = None
    primary_billing: bool | None = None
    receives_notifications: bool | None = None
    portal_access: bool | None = None
    tag: list[str] = tag_names()


class ContactQuery(OwnContactQuery):
    customer_id: int | None = Field(default=None, ge=1, le=2**63 - 1)


def customer_page(actor: Actor, query: CustomerQuery) -> dict[str, Any]:
    found = _narrow(actor, Customer.objects.visible_to(actor), query)
    if query.parent_id is not None:
        found = of_parent(found, actor, query.parent_id, with_parent=query.with_parent)
    if query.position is not None:
        found = in_position(found, actor, query.position)
    found = _narrow_by_lists(found, query)
    if query.vat_id:
        given = found.exclude(vat_id="")  # as the index has it
        found = given.filter(vat_id="".join(filter(str.isalnum, query.vat_id)).upper())
    if query.has_vat_id is not None:
        without = models.Q(vat_id="")
        found = found.filter(~without if query.has_vat_id else without)
    if query.where:
        asked = (*CUSTOMER_PROPERTIES, *custom(CUSTOMER))
        found = asking.narrow(found, actor, asked, where=query.where)
    if query.account_manager:
        person = User.objects.filter(email=normal_email(query.account_manager)).first()
        found = found.filter(account_manager=person) if person else found.none()
    return found_page(actor, found, query)


def found_page(
    actor: Actor, found: models.QuerySet[Customer], query: SortedQuery
) -> dict[str, Any]:
    found = narrow(found, CUSTOMER, query.q)
    cut = _cut(found, query, CUSTOMER_SORTS)
    return paging.page_out(cut, customers_out(actor, cut.items))


def _narrow_by_lists(
    found: models.QuerySet[Customer], query: CustomerQuery
) -> models.QuerySet[Customer]:
    if query.segment:
        found = found.filter(segment__in=query.segment)
    if query.type:
        found = found.filter(type__in=query.type)
    if query.category:
        found = found.filter(category__name_fold__in=[fold(name) for name in query.category])
    if query.subcategory:
        found = found.filter(subcategory__name_fold__in=[fold(name) for name in query.subcategory])
    return _narrow_by_tags(found, "customer", query.tag)


def _narrow_by_tags(
    found: models.QuerySet[M], owner: Owner, names: Sequence[str]
) -> models.QuerySet[M]:
    if not names:
        return found
    known = tagged.named(map(fold, names))
    return found.filter(tagged.with_any(owner, [tag.pk for tag in known.values()]))


def contact_page(actor: Actor, query: OwnContactQuery, *, owner: int | None) -> dict[str, Any]:
    found = _narrow(actor, Contact.objects.visible_to(actor), query)
    if owner is not None:
        found = found.filter(customer=owner)
    for name in (*PURPOSES, "receives_notifications", "portal_access"):
        if (wanted := getattr(query, name)) is not None:
            found = found.filter(**{name: wanted})
    found = _narrow_by_tags(found, "contact", query.tag)
    if query.where:
        asked = (*CONTACT_PROPERTIES, *custom(CONTACT))
        found = asking.narrow(found, actor, asked, where=query.where)
    found = narrow(found, CONTACT, query.q)
    cut = _cut(found, query, CONTACT_SORTS)
    return paging.page_out(cut, contacts_out(actor, cut.items))


def _cut(
    found: models.QuerySet[M], query: SortedQuery | OwnContactQuery, sorts: Mapping[str, str]
) -> Page[M]:
    if PREFIX not in query.sort:
        return paging.cut(found, query, paging.order(query.sort, sorts))
    fields = reading.fields(found.model._meta.label_lower)
    columns = {f"{PREFIX}{each.key}": column(each) for each in fields.offered if each.is_ready}
    sorted_by = paging.order(query.sort, columns)
    return paging.cut(found.annotate(**orders(fields)), query, sorted_by)


def _narrow(actor: Actor, found: models.QuerySet[M], query: DatedQuery) -> models.QuerySet[M]:
    if query.status is not None:
        found = found.filter(active=query.status == "active")
    led = partial(narrowing.led, actor, live.of(found.model))
    return within_days(found, "created_at", first=query.added_from, last=query.added_to, led=led)


def customers_out(actor: Actor, customers: Sequence[Customer]) -> list[dict[str, Any]]:
    fields = queries.customer_fields(customers, actor)
    return [
        {
            **row_out(customer),
            "parent_id": customer.parent_id if fields[customer.pk]["parent"] else None,
            **fields[customer.pk],
            "custom": customs.shown(CUSTOMER, customer.custom),
        }
        for customer in customers
    ]


def contacts_out(actor: Actor, contacts: Sequence[Contact]) -> list[dict[str, Any]]:
    fields = queries.contact_fields(contacts)
    keys = {contact.customer_id for contact in contacts if contact.customer_id is not None}
    owners = Customer.objects.visible_to(actor).in_bulk(sorted(keys))
    return [
        {
            **row_out(contact),
            "customer": _reference(owners.get(contact.customer_id or 0)),
            **fields[contact.pk],
            "custom": customs.shown(CONTACT, contact.custom),
        }
        for contact in contacts
    ]


def _reference(customer: Customer | None) -> dict[str, Any] | None:
    if customer is None:
        return None
    return {"id": customer.pk, "number": customer.number, "name": customer.name}
