"""How customers and contacts stand among the hits of the search over everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import emails, phones, text
from klientel.foundation.ui.menu import url_of
from klientel.services.accounts.models import Company
from klientel.services.search.finding import SHOWN, Finder, Hit, WordFinder, rank

from . import display, tagged, tombstones
from .facts import CONTACT, CUSTOMER
from .models import Contact, ContactPoint, Customer, has_few
from .tag import Tag
from .tagged import Owner

NAMES: Final = 200  # names read where many contain what was typed
READ: Final = 20  # for one address or number, which may be that of a whole building
SHORTEST_NUMBER: Final = 6  # digits that tell somebody apart


def _points(actor: Actor, typed: str) -> list[tuple[int | None, int | None, int | None]]:
    """Whose this address or number is: a customer, or a contact and its customer."""
    keys = {emails.key(typed)} if "@" in typed else set()
    digits = phones.digits(str(phones.parse(typed, Company.objects.current().country) or typed))
    if len(digits) >= SHORTEST_NUMBER:
        keys.add(digits)
    if not keys:
        return []
    live = ContactPoint.objects.visible_to(actor).filter(key__in=keys)
    return list(live.values_list("customer", "contact", "contact__customer")[:READ])


def _exact_customers(actor: Actor, typed: str) -> set[int]:
    """By number, VAT ID, address or telephone number, also one of a contact."""
    live = Customer.objects.visible_to(actor)
    found = set(live.filter(number=typed).values_list("pk", flat=True))
    if vat_id := "".join(filter(str.isalnum, typed)).upper():
        given = live.exclude(vat_id="")  # as the index has it
        found.update(given.filter(vat_id=vat_id).values_list("pk", flat=True)[:READ])
    found.update(customer.pk for customer in tombstones.by_number(actor, [typed]).values())
    owners = (own or of_contact for own, _contact, of_contact in _points(actor, typed))
    return found | {key for key in owners if key}


def _exact_contacts(actor: Actor, typed: str) -> set[int]:
    return {contact for _own, contact, _of in _points(actor, typed) if contact}


def _customer_hits(_actor: Actor, customers: Sequence[Customer]) -> list[Hit]:
    return [
        Hit(
            customer.pk,
            customer.name,
            " · ".join(filter(None, [customer.number, customer.city])),
            customer.get_absolute_url(),
            display.shape(customer),
        )
        for customer in customers
    ]


def _contact_hits(actor: Actor, contacts: Sequence[Contact]) -> list[Hit]:
    owners = {contact.customer_id for contact in contacts if contact.customer_id}
    live = Customer.objects.visible_to(actor).filter(pk__in=owners)
    names = dict(live.values_list("pk", "name"))
    return [
        Hit(
            contact.pk,
            contact.name,
            " · ".join(filter(None, [contact.position, names.get(contact.customer_id or 0, "")]))
            or contact.email,
            contact.get_absolute_url(),
            display.shape(contact),
        )
        for contact in contacts
    ]


def _tags(actor: Actor, typed: str) -> list[Tag]:
    """The best few; one that was renamed or merged is found by what it was called, too."""
    folds = [fold for fold in text.folds(typed) if fold]
    named = tagged.called(folds, NAMES)
    ranked = sorted(named, key=lambda pair: (rank(pair[0], folds), pair[0]))
    return list(dict.fromkeys(tag for _name, tag in ranked))[: SHOWN + 1]


def _tag_hits(actor: Actor, typed: str) -> list[Hit]:
    """Each leads to the lists in which something has it."""
    lists = [each for each in MARKED if actor.may(each[1])]
    return [
        Hit(tag.pk, tag.name, str(said), f"{url_of(url_name)}?tag={tag.pk}", "", icon="tag")
        for tag in _tags(actor, typed)
        for owner, _permission, url_name, said in lists
        if tagged.holders(owner, [tag.pk]).exists()
    ]


MARKED: Final[Sequence[tuple[Owner, str, str, Promise]]] = (
    ("customer", "customers.view", "customers:list", _("Customers with this tag")),
    ("contact", "contacts.view", "contacts:list", _("Contacts with this tag")),
)
TAGS: Final = WordFinder(name="tags", title=_("Tags"), hits=_tag_hits)
CUSTOMERS: Final = Finder(
    kind=CUSTOMER,
    name="customers",
    title=_("Customers"),
    permission="customers.view",
    url_name="customers:list",
    rows=lambda actor: Customer.objects.visible_to(actor).defer("note"),
    are_few=has_few,
    exact=_exact_customers,
    hits=_customer_hits,
)
CONTACTS: Final = Finder(
    kind=CONTACT,
    name="contacts",
    title=_("Contacts"),
    permission="contacts.view",
    url_name="contacts:list",
    rows=lambda actor: Contact.objects.visible_to(actor).defer("note"),
    are_few=has_few,
    exact=_exact_contacts,
    hits=_contact_hits,
)
