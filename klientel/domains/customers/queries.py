"""Reads across models: customers and contacts in the shape of `fields.py`, and figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Model, QuerySet

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.db.rows import Row
from klientel.services.accounts.models import User
from klientel.services.files import queries as files
from klientel.services.journal import queries as journal

from . import choices
from .category import Category
from .facts import CUSTOMER, NOTE, NoteAdded
from .fields import AddressFields, ContactFields, CustomerFields, Email, Phone
from .models import Address, Contact, ContactPoint, Customer, EmailDomain, Note, TeamMember
from .tagged import Owner, ShownTag, tags_of

R = TypeVar("R", bound=Row)
Tags = Mapping[int, Sequence[ShownTag]]
PIECE = 900
OFFERED = 1000


def customer_fields(
    customers: Sequence[Customer], reader: Actor | None = None, *, tags: Tags | None = None
) -> dict[int, CustomerFields]:
    """The live state of each, without its contacts. A few queries for any number up to 900.

    For a `reader` the parent companies this actor does not see are left out. `tags` are theirs,
    where they have been read already.
    """
    keys = [customer.pk for customer in customers]
    marked = tags_of("customer", keys) if tags is None else tags
    points, places, domains = points_of("customer", keys), addresses_of(keys), domains_of(keys)
    teams = team_of(keys)
    used = {key for c in customers for key in (c.category_id, c.subcategory_id)}
    categories = _values(Category, "name", used)
    managers = manager_emails({c.account_manager_id for c in customers})
    parents = parent_numbers((c.parent_id for c in customers), reader)
    return {
        customer.pk: CustomerFields(
            kind=customer.kind,
            number=customer.number,
            name=customer.name,
            type=customer.type,
            segment=customer.segment,
            category=categories.get(customer.category_id, ""),
            subcategory=categories.get(customer.subcategory_id, ""),
            language=customer.language,
            website=customer.website,
            vat_id=customer.vat_id,
            note=customer.note,
            active=customer.active,
            account_manager=managers.get(customer.account_manager_id, ""),
            team=in_order(called(each) for each in teams[customer.pk] if each.user_id),
            staff_teams=in_order(called(each) for each in teams[customer.pk] if not each.user_id),
            tags=in_order(tag.name for tag in marked.get(customer.pk, ())),
            parent=parents.get(customer.parent_id, ""),
            parent_relation=customer.parent_relation if customer.parent_id in parents else "",
            external_source=customer.external_source,
            external_id=customer.external_id,
            emails=email_fields(points[customer.pk]),
            phones=phone_fields(points[customer.pk]),
            addresses=[address_fields(address) for address in places[customer.pk]],
            domains=[domain.domain for domain in domains[customer.pk]],
            custom=customer.custom,
        )
        for customer in customers
    }


def contact_fields(
    contacts: Sequence[Contact], *, tags: Tags | None = None
) -> dict[int, ContactFields]:
    keys = [contact.pk for contact in contacts]
    points = points_of("contact", keys)
    marked = tags_of("contact", keys) if tags is None else tags
    return {
        contact.pk: ContactFields(
            kind=contact.kind,
            salutation=contact.salutation,
            title=contact.title,
            first_name=contact.first_name,
            last_name=contact.last_name,
            position=contact.position,
            language=contact.language,
            note=contact.note,
            primary=contact.primary,
            primary_technical=contact.primary_technical,
            primary_billing=contact.primary_billing,
            active=contact.active,
            receives_notifications=contact.receives_notifications,
            portal_access=contact.portal_access,
            tags=in_order(tag.name for tag in marked.get(contact.pk, ())),
            external_source=contact.external_source,
            external_id=contact.external_id,
            emails=email_fields(points[contact.pk]),
            phones=phone_fields(points[contact.pk]),
            custom=contact.custom,
        )
        for contact in contacts
    }


def points_of(owner: Owner, keys: Iterable[int]) -> dict[int, list[ContactPoint]]:
    """Live phones and e-mail addresses by owner, in their order."""
    return _by_owner(ContactPoint, owner, keys, "place", "id")


def addresses_of(keys: Iterable[int]) -> dict[int, list[Address]]:
    return _by_owner(Address, "customer", keys, "place", "id")


def domains_of(keys: Iterable[int]) -> dict[int, list[EmailDomain]]:
    return _by_owner(EmailDomain, "customer", keys, "place", "id")


def team_of(keys: Iterable[int]) -> dict[int, list[TeamMember]]:
    """The account team by customer, without the account manager."""
    found: dict[int, list[TeamMember]] = defaultdict(list)
    for live in _live(TeamMember, "customer", keys):
        for member in live.select_related("user", "staff_team"):
            found[member.customer_id].append(member)
    return found


def called(member: TeamMember) -> str:
    """What the fields of a customer call this member."""
    return member.user.email if member.user else str(member.staff_team)


def in_order(names: Iterable[str]) -> list[str]:
    """A team has no order of its own: the same people are the same list."""
    return sorted(names, key=lambda name: (name.casefold(), name))


def notes_of(owner: Owner, keys: Iterable[int]) -> dict[int, list[Note]]:
    """Live notes by owner: the pinned ones first, then in the order they were written."""
    return _by_owner(Note, owner, keys, "-pinned", "created_at", "id")


def authors_of(notes: Iterable[Note]) -> dict[int, str]:
    """Who wrote each, as they were called then."""
    return journal.makers(NoteAdded, NOTE, [note.pk for note in notes])


def contacts_of(keys: Iterable[int]) -> dict[int, list[Contact]]:
    """Live contacts by customer, the primary one first, then by name."""
    return _by_owner(Contact, "customer", keys, "-primary", "name_fold", "id")


def _by_owner(model: type[R], owner: Owner, keys: Iterable[int], *order: str) -> dict[int, list[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    for live in _live(model, owner, keys):
        for row in live.order_by(*order):
            found[getattr(row, f"{owner}_id")].append(row)
    return found


def _live(model: type[R], owner: Owner, keys: Iterable[int]) -> Iterator[QuerySet[R]]:
    """In pieces, as databases allow so many keys in one query."""
    for piece in bulk.pieces(keys, PIECE):
        yield model._default_manager.filter(**{f"{owner}__in": piece}, deleted_at=None)


def phone_fields(points: Iterable[ContactPoint]) -> list[Phone]:
    return [
        Phone(kind=point.kind, value=point.value, preferred=point.preferred)
        for point in points
        if point.kind != choices.PointKind.EMAIL
    ]


def email_fields(points: Iterable[ContactPoint]) -> list[Email]:
    return [
        Email(value=point.value, preferred=point.preferred)
        for point in points
        if point.kind == choices.PointKind.EMAIL
    ]


def address_fields(address: Address) -> AddressFields:
    return AddressFields(
        purpose=address.purpose,
        street=address.street,
        postal_code=address.postal_code,
        city=address.city,
        region=address.region,
        country=address.country,
        main=address.main,
    )


def parent_numbers(
    keys: Iterable[int | None], reader: Actor | None = None
) -> dict[int | None, str]:
    """Of those that are not in the bin, and that the reader sees."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    live = Customer.objects.filter(deleted_at=None)
    rows = Customer.objects.visible_to(reader) if reader else live
    return {
        key: number
        for piece in bulk.pieces(wanted, PIECE)
        for key, number in rows.filter(pk__in=piece).values_list("pk", "number")
    }


def manager_emails(keys: Iterable[int | None]) -> dict[int | None, str]:
    return _values(User, "email", keys)


def _values(model: type[Model], column: str, keys: Iterable[int | None]) -> dict[int | None, str]:
    found = model._default_manager.filter(pk__in=[key for key in keys if key is not None])
    return dict(found.values_list("pk", column))


class Shown(NamedTuple):
    """As much of a contact point as a list shows."""

    kind: str
    value: str
    preferred: bool


def shown_points(owner: Owner, keys: Iterable[int]) -> dict[int, list[Shown]]:
    """As `points_of`, without the rows."""
    found: dict[int, list[Shown]] = defaultdict(list)
    for live in _live(ContactPoint, owner, keys):
        ordered = live.order_by("place", "id")
        for key, *point in ordered.values_list(owner, "kind", "value", "preferred"):
            found[key].append(Shown(*point))
    return found


def preferred(points: Iterable[ContactPoint | Shown], *kinds: str) -> str:
    """The value to show where there is room for one: the preferred, else the first."""
    fitting = [point for point in points if point.kind in kinds]
    return next((p.value for p in fitting if p.preferred), fitting[0].value if fitting else "")


def deletion_counts(customers: Iterable[int]) -> dict[str, Any]:
    """What goes when these customers go, and under `entries` what stays of them: their history."""
    keys = list(customers)
    counts = {"customers": len(keys), "contacts": 0, "notes": 0, "files": 0, "subsidiaries": 0}
    for piece in bulk.pieces(keys, PIECE):
        contacts = Contact.objects.filter(customer__in=piece, deleted_at=None)
        notes = Note.objects.filter(deleted_at=None)
        counts["contacts"] += contacts.count()
        counts["notes"] += notes.filter(customer__in=piece).count()
        counts["notes"] += notes.filter(contact__in=contacts.values("pk")).count()
        counts["files"] += files.count_on(CUSTOMER, piece)
        below = Customer.objects.filter(parent__in=piece, deleted_at=None)
        counts["subsidiaries"] += below.exclude(pk__in=keys).count()
    return counts | {"entries": journal.count_about(CUSTOMER, keys)}


def category_counts(keys: Sequence[int]) -> dict[int, int]:
    """How many customers these categories and sub-categories have, without those in the bin."""
    live = Customer.objects.filter(deleted_at=None).order_by()
    found: dict[int, int] = {}
    for name in ("category", "subcategory"):
        counted = live.filter(**{f"{name}__in": keys}).values_list(name).annotate(many=Count("pk"))
        found |= {key: many for key, many in counted if key is not None}
    return found


def category_positions() -> dict[int, int]:
    """Of all there are, each in its list from 1."""
    seen: Counter[int | None] = Counter()
    found: dict[int, int] = {}
    live = Category.objects.filter(deleted_at=None).in_order()
    for key, parent in live.values_list("pk", "parent_id"):
        seen[parent] += 1
        found[key] = seen[parent]
    return found


def category_words(actor: Actor) -> QuerySet[Category]:
    """What fields offer while one types the name of a category or sub-category."""
    live = Category.objects.visible_to(actor).select_related("parent")
    return live.in_order()[:OFFERED]


def category_use(category: Category) -> tuple[int, int]:
    """How many customers have it, and how many more in the bin."""
    name = "subcategory" if category.parent_id else "category"
    users = Customer.objects.filter(**{name: category})
    return users.filter(deleted_at=None).count(), users.exclude(deleted_at=None).count()
