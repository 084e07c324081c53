"""Customers and contacts on their way into a file: nested records, or one flat row each.

Nothing in here changes with time alone: two exports of the same state are byte for byte the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.models import Case, Count, F, Max, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.services.customfields import reading, values
from klientel.services.customfields.choices import NUMBERS, Type
from klientel.services.customfields.models import Definition
from klientel.services.customfields.reading import Fields
from klientel.services.transfer.exporting import Record, Value

from . import choices, display, queries
from .custom import PREFIX
from .facts import CONTACT as CONTACT_KIND
from .facts import CUSTOMER as CUSTOMER_KIND
from .models import Address, Contact, ContactPoint, Customer, Note
from .purposes import PURPOSES
from .tagged import Owner

M = TypeVar("M", bound=models.Model)
AT_ONCE = 500
KINDS = ("customers", "contacts")
OF = {"customers": CUSTOMER_KIND, "contacts": CONTACT_KIND}
POINTS = ("email", "phone", "mobile", "fax")
ADDRESS = ("street", "postal_code", "city", "region", "country")
CUSTOMER = (
    "number",
    "name",
    "kind",
    "type",
    "segment",
    "category",
    "subcategory",
    "language",
    "website",
    "vat_id",
    "account_manager",
    "parent",
    "parent_relation",
    "active",
    "external_source",
    "external_id",
)
DOMAINS = "email_domains"
TEAM = ("team", "staff_teams")
TAGS = "tags"
CONTACT = (
    "kind",
    "salutation",
    "title",
    "first_name",
    "last_name",
    "position",
    *PURPOSES,
    "active",
    "receives_notifications",
    "portal_access",
    "language",
    "external_source",
    "external_id",
)
TITLES: Mapping[str, str | Promise] = {
    "number": pgettext_lazy("customer", "Number"),
    "name": _("Name"),
    "kind": _("Kind"),
    "type": _("Type"),
    "segment": _("Segment"),
    "category": _("Category"),
    "subcategory": _("Sub-category"),
    "language": _("Language"),
    "website": _("Website"),
    "vat_id": _("VAT ID"),
    "account_manager": _("Account manager"),
    "parent": _("Number of the parent company"),
    "parent_relation": _("Relation to the parent company"),
    "active": pgettext_lazy("state", "Active"),
    "external_source": _("External source"),
    "external_id": _("External number"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "mobile": _("Mobile"),
    "fax": _("Fax"),
    "purpose": _("Purpose of the address"),
    "street": _("Street"),
    "postal_code": _("Postal code"),
    "city": _("City"),
    "region": _("Region"),
    "country": _("Country"),
    "email_domains": _("E-mail domains"),
    "team": _("Account team"),
    "staff_teams": _("Teams in the account team"),
    "tags": _("Tags"),
    "note": pgettext_lazy("text", "Note"),
    "customer_number": _("Customer number"),
    "customer_name": _("Customer name"),
    "salutation": _("Salutation"),
    "title": pgettext_lazy("person", "Title"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "position": _("Position"),
    "primary": _("Primary contact"),
    "primary_technical": _("Primary contact (technical)"),
    "primary_billing": _("Primary contact (billing)"),
    "receives_notifications": _("Receives notifications"),
    "portal_access": _("Portal access"),
}
LABELS: Mapping[str, Mapping[str, str | Promise]] = {
    "type": dict(choices.CustomerType.choices),
    "segment": dict(choices.Segment.choices),
    "parent_relation": dict(choices.ParentRelation.choices),
    "salutation": {**dict(choices.Salutation.choices), "": ""},
    "purpose": dict(choices.AddressPurpose.choices),
    "kind": {**dict(choices.Kind.choices), **dict(choices.ContactKind.choices)},
}


def keys_of(actor: Actor, kind: str) -> list[int]:
    """All there is for this actor, in an order that the content alone decides."""
    if kind == "customers":
        # Parents first: an import of the file finds them when it comes to who belongs to them.
        is_below = Case(When(parent=None, then=0), default=1)
        customers = Customer.objects.visible_to(actor).order_by(is_below, "number_sort", "pk")
        return list(customers.values_list("pk", flat=True))
    belongs = F("customer__number_sort").asc(nulls_last=True)
    contacts = Contact.objects.visible_to(actor).order_by(belongs, "name_fold", "email", "pk")
    return list(contacts.values_list("pk", flat=True))


def records(actor: Actor, kind: str, keys: Iterable[int]) -> Iterator[Record]:
    """The nested form, for JSON."""
    nested = _customer_record if kind == "customers" else _contact_record
    for piece in bulk.pieces(keys, AT_ONCE):
        yield from nested(actor, piece)


def _customer_record(actor: Actor, keys: Sequence[int]) -> Iterator[Record]:
    customers = _in_order(Customer.objects.visible_to(actor), keys)
    fields = queries.customer_fields(customers, actor)
    people = queries.contacts_of(keys) if actor.may("contacts.view") else {}
    theirs = queries.contact_fields([each for found in people.values() for each in found])
    notes, said = _notes("customer", keys), _notes("contact", theirs)
    known, of_people = reading.fields(CUSTOMER_KIND), reading.fields(CONTACT_KIND)
    for customer in customers:
        own: dict[str, Any] = {**fields[customer.pk]}
        contacts = [
            {
                **_ordered(CONTACT, theirs[contact.pk]),
                "custom": _held(of_people, contact),
                "notes": said.get(contact.pk, []),
            }
            for contact in people.get(customer.pk, [])
        ]
        yield {
            **{name: own.pop(name) for name in CUSTOMER},
            **{name: own[name] for name in sorted(own)},
            "custom": _held(known, customer),
            "notes": notes.get(customer.pk, []),
            "contacts": contacts,
        }


def _contact_record(actor: Actor, keys: Sequence[int]) -> Iterator[Record]:
    contacts = _in_order(Contact.objects.visible_to(actor).select_related("customer"), keys)
    fields = queries.contact_fields(contacts)
    notes = _notes("contact", keys)
    known = reading.fields(CONTACT_KIND)
    for contact in contacts:
        customer = contact.customer
        belongs = {"number": customer.number, "name": customer.name} if customer else None
        own = _ordered(CONTACT, fields[contact.pk]) | {"custom": _held(known, contact)}
        yield {"customer": belongs, **own, "notes": notes.get(contact.pk, [])}


def _held(known: Fields, row: Customer | Contact) -> dict[str, Any]:
    """Without what belongs to fields that were removed."""
    return {key: value for key, value in row.custom.items() if key in known.live}


def _notes(owner: Owner, keys: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """What is noted about each, who wrote it and when."""
    found = queries.notes_of(owner, keys)
    authors = queries.authors_of(note for notes in found.values() for note in notes)
    return {key: [_note(note, authors) for note in notes] for key, notes in found.items()}


def _note(note: Note, authors: Mapping[int, str]) -> dict[str, Any]:
    return {
        "text": note.text,
        "pinned": note.pinned,
        "author": authors.get(note.pk, ""),
        "written_at": note.created_at.isoformat(),
    }


def _ordered(first: Sequence[str], fields: Mapping[str, Any]) -> dict[str, Any]:
    rest = sorted(set(fields) - set(first))
    return {name: fields[name] for name in (*first, *rest)}


def columns(kind: str) -> list[str]:
    """The flat columns: one of each, and as many more as somebody has (`email_2`)."""
    owner: Owner = "customer" if kind == "customers" else "contact"
    points = [name for point in POINTS for name in _numbered(point, _most_points(owner, point))]
    if kind == "contacts":
        return ["customer_number", "customer_name", *CONTACT, *points, TAGS, *_custom(kind), "note"]
    more = [
        name if place == 1 else f"{name}_{place}"
        for place in range(1, max(1, _most_addresses()) + 1)
        for name in (ADDRESS if place == 1 else ("purpose", *ADDRESS))
    ]
    return [*CUSTOMER, *TEAM, *points, *more, DOMAINS, TAGS, *_custom(kind), "note"]


def _custom(kind: str) -> list[str]:
    return [f"{PREFIX}{each.key}" for each in reading.fields(OF[kind]).offered]


def titles(names: Iterable[str]) -> list[str]:
    """The headings in the reader's language: `E-Mail`, `E-Mail 2`."""
    found = []
    for name in names:
        if name.startswith(PREFIX):
            found.append(display.label(name))
            continue
        base, _sign, place = name.rpartition("_")
        title = f"{TITLES[base]} {place}" if place.isdigit() else str(TITLES[name])
        found.append(title)
    return found


def rows(
    actor: Actor, kind: str, keys: Iterable[int], *, is_labelled: bool
) -> Iterator[list[Value]]:
    """The flat form in the order of `columns`; with labels instead of codes for people."""
    names = columns(kind)
    known = reading.fields(OF[kind]).live
    for record in records(actor, kind, keys):
        flat = _flat(record)
        for key, value in record["custom"].items():
            flat[f"{PREFIX}{key}"] = _custom_value(known[key], value, is_labelled=is_labelled)
        yield [_shown(name, flat.get(name, ""), is_labelled=is_labelled) for name in names]


def _custom_value(definition: Definition, value: Any, *, is_labelled: bool) -> Value:
    """Without labels as the API has it; several codes stand beside each other."""
    if isinstance(value, bool):
        return value
    if definition.type in NUMBERS:
        # With a fourth decimal nobody takes the sign before three of them for one of thousands.
        ending = "0" if len(str(value).partition(".")[2]) == 3 else ""
        shown = str(values.typed(definition, value)) if is_labelled else str(value)
        return f"{shown}{ending}"
    if isinstance(value, list):
        labels = definition.labels() if is_labelled else {}
        return "; ".join(labels.get(str(code), str(code)) for code in value)
    is_shown = is_labelled and definition.type != Type.DATE
    return values.show(definition, value) if is_shown else str(value)


def _flat(record: Record) -> dict[str, Value]:
    flat: dict[str, Value] = {
        name: value for name, value in record.items() if isinstance(value, str | bool)
    }
    if domains := record.get("domains"):
        flat[DOMAINS] = ", ".join(domains)
    flat |= {name: "; ".join(record[name]) for name in (*TEAM, TAGS) if record.get(name)}
    if customer := record.get("customer"):
        flat |= {"customer_number": customer["number"], "customer_name": customer["name"]}
    flat |= _spread("email", [email["value"] for email in _preferred_first(record["emails"])])
    for kind in POINTS[1:]:
        fitting = [phone for phone in record["phones"] if phone["kind"] == kind]
        flat |= _spread(kind, [phone["value"] for phone in _preferred_first(fitting)])
    places = sorted(record.get("addresses", []), key=lambda address: not address["main"])
    for number, address in enumerate(places, 1):
        ending = f"_{number}" if number > 1 else ""
        flat |= {f"{name}{ending}": address[name] for name in ("purpose", *ADDRESS)}
    return flat


def _shown(name: str, value: Value, *, is_labelled: bool) -> Value:
    if not is_labelled or not isinstance(value, str):
        return value
    return str(LABELS.get(name.rstrip("_0123456789"), {}).get(value, value))


def _spread(name: str, values: Sequence[str]) -> dict[str, Value]:
    return dict(zip(_numbered(name, len(values)), values, strict=False))


def _numbered(name: str, count: int) -> list[str]:
    return [name, *(f"{name}_{place}" for place in range(2, count + 1))]


def _preferred_first(points: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(points, key=lambda point: not point["preferred"])


def _most_points(owner: str, kind: str) -> int:
    live = ContactPoint.objects.filter(kind=kind, deleted_at=None).exclude(**{owner: None})
    found = live.order_by().values(owner).annotate(many=Count("pk")).aggregate(most=Max("many"))
    return found["most"] or 1


def _most_addresses() -> int:
    live = Address.objects.filter(deleted_at=None).order_by()
    found = live.values("customer").annotate(many=Count("pk")).aggregate(most=Max("many"))
    return found["most"] or 1


def _in_order(queryset: models.QuerySet[M], keys: Sequence[int]) -> list[M]:
    """As asked; a row deleted since is left out."""
    found = queryset.in_bulk(keys)
    return [found[key] for key in keys if key in found]
