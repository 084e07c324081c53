"""Customers and contacts, as the service that changes many of something sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from klientel.domains.customers import display, queries, tables
from klientel.domains.customers.actions.contacts import ContactChange, change_contacts
from klientel.domains.customers.actions.customers import CustomerChange, change_customers
from klientel.domains.customers.custom import nested
from klientel.domains.customers.errors import Outcome
from klientel.domains.customers.facts import ContactChanged, CustomerChanged
from klientel.domains.customers.fields import AddressFields, ContactFields, CustomerFields
from klientel.domains.customers.forms.many import ManyContacts, ManyCustomers
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.lib import countries
from klientel.services.accounts.models import Company
from klientel.services.bulk.kinds import Act, Item, Kind, Result, Say, Task
from klientel.services.bulk.wishes import Wish

from . import deleting, moving
from .changing import Side, Tell, change
from .handing import REMARKS, handing


def _customer_values(wish: Wish, present: Mapping[str, Any]) -> dict[str, Any]:
    """A country is that of the main address; one that has none yet gets it."""
    values = wish.values(present)
    country = values.pop("country", None)
    if country is not None:
        values["addresses"] = _in_country(present["addresses"], country)
    return values


def _in_country(addresses: Sequence[AddressFields], country: str) -> list[AddressFields]:
    if not addresses:
        return [AddressFields(country=country)] if country else []
    return [
        cast("AddressFields", {**address, "country": country}) if address["main"] else address
        for address in addresses
    ]


def _write_customers(actor: Actor, wanted: Sequence[tuple[Customer, dict[str, Any]]]) -> Outcome:
    changes = [CustomerChange(row, cast("CustomerFields", nested(v))) for row, v in wanted]
    return change_customers(actor, changes)


def _write_contacts(actor: Actor, wanted: Sequence[tuple[Contact, dict[str, Any]]]) -> Outcome:
    changes = [ContactChange(row, cast("ContactFields", nested(v))) for row, v in wanted]
    return change_contacts(actor, changes)


def _hand_on(actor: Actor, left: Sequence[Contact], task: Task) -> Tell[Contact]:
    found = handing(actor, left, task)
    taking: dict[int, dict[str, Any]] = {}
    for (_customer, purpose), heir in found.heirs.items():
        taking.setdefault(heir, {})[purpose] = True
    if taking:
        rows = Contact.objects.visible_to(actor).in_bulk(list(taking))
        _write_contacts(actor, [(row, taking[key]) for key, row in rows.items()])
    return found.tell


OF_CUSTOMERS = Side(
    visible=Customer.objects.visible_to,
    fields=queries.customer_fields,
    values=_customer_values,
    write=_write_customers,
    hand_on=lambda _actor, _left, _task: lambda _row, _result: None,
    fact=CustomerChanged,
    columns={"country": "addresses"},
)
OF_CONTACTS = Side(
    visible=Contact.objects.visible_to,
    fields=lambda rows, _actor: queries.contact_fields(rows),
    values=lambda wish, present: wish.values(present),
    write=_write_contacts,
    hand_on=_hand_on,
    fact=ContactChanged,
    columns={},
)


def _told(actor: Actor, wish: Wish) -> list[tuple[str, str]]:
    """Each field, and what is wished of it."""
    words = display.Words(Company.objects.current().country, reader=actor)

    def say(name: str, value: Any) -> str:
        said = _country(value) if name == "country" else words.say(name, value)
        return said or _("empty")

    return [
        *((display.label(name), say(name, value)) for name, value in wish.set.items()),
        *(
            (display.label(name), _("add %(names)s") % {"names": say(name, names)})
            for name, names in wish.add.items()
        ),
        *(
            (display.label(name), _("remove %(names)s") % {"names": say(name, names)})
            for name, names in wish.remove.items()
        ),
        *(
            (display.label(name), _("append “%(text)s”") % {"text": text})
            for name, text in wish.append.items()
        ),
    ]


def _country(code: str) -> str:
    return countries.name(code, (get_language() or "en")[:2]) if code else ""


def _speak(actor: Actor, known: Iterable[tuple[str, Any]]) -> Say:
    """Names of colleagues are read once."""
    words = display.Words(Company.objects.current().country, reader=actor)
    words.learn(email for name, value in known for email in _people(name, value))
    return words.say


def _people(name: str, value: Any) -> Sequence[str]:
    return value if name == "team" else [value] if name == "account_manager" else []


def _change_customers(actor: Actor, items: Sequence[Item], task: Task) -> list[Result]:
    return change(OF_CUSTOMERS, actor, items, task=task)


def _change_contacts(actor: Actor, items: Sequence[Item], task: Task) -> list[Result]:
    return change(OF_CONTACTS, actor, items, task=task)


def _many_customers(actor: Actor, data: QueryDict | None) -> ManyCustomers:
    return ManyCustomers(actor, data)


def _many_contacts(_actor: Actor, data: QueryDict | None) -> ManyContacts:
    return ManyContacts(data)


DELETE, MOVE = "delete", "move"
WILL_BE_DELETED = ngettext_lazy(
    "%(count)s row will be deleted", "%(count)s rows will be deleted", "count"
)
DELETED = ngettext_lazy("%(count)s row deleted", "%(count)s rows deleted", "count")
GOING, GONE = pgettext_lazy("rows", "will be deleted"), pgettext_lazy("rows", "deleted")

CUSTOMERS = Kind(
    name="customers",
    title=gettext_lazy("Customers"),
    permission="customers.change",
    home="customers:list",
    url_name="customers:detail",
    template="customers/parts/many.html",
    counted=tables.CUSTOMERS.counted,
    open_form=_many_customers,
    told=_told,
    label=display.label,
    speak=_speak,
    change=_change_customers,
    acts={
        DELETE: Act(
            title=gettext_lazy("Delete customers"),
            button=gettext_lazy("Delete customers"),
            permission="customers.delete",
            said=gettext_lazy("with all contacts, notes and files"),
            will=WILL_BE_DELETED,
            did=DELETED,
            going=GOING,
            gone=GONE,
            change=deleting.customers,
            icon="trash-2",
            is_danger=True,
        )
    },
)
CONTACTS = Kind(
    name="contacts",
    title=gettext_lazy("Contacts"),
    permission="contacts.change",
    home="contacts:list",
    url_name="contacts:detail",
    template="contacts/parts/many.html",
    counted=tables.CONTACTS.counted,
    open_form=_many_contacts,
    told=_told,
    label=display.label,
    speak=_speak,
    change=_change_contacts,
    acts={
        DELETE: Act(
            title=gettext_lazy("Delete contacts"),
            button=gettext_lazy("Delete contacts"),
            permission="contacts.delete",
            said=gettext_lazy("with all notes and files"),
            will=WILL_BE_DELETED,
            did=DELETED,
            going=GOING,
            gone=GONE,
            change=deleting.contacts,
            icon="trash-2",
            is_danger=True,
        ),
        MOVE: Act(
            title=gettext_lazy("Move contacts"),
            button=pgettext_lazy("button", "Move"),
            permission="contacts.change",
            said="→ %(name)s",
            will=ngettext_lazy(
                "%(count)s row will be moved", "%(count)s rows will be moved", "count"
            ),
            did=ngettext_lazy("%(count)s row moved", "%(count)s rows moved", "count"),
            going=pgettext_lazy("rows", "will be moved"),
            gone=pgettext_lazy("rows", "moved"),
            change=moving.contacts,
            icon="folder-input",
        ),
    },
    remarks=REMARKS,
)
