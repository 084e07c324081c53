"""Which record a row of a file means: by number or source id, else e-mail, else name and place.

A row that says who it is by a sure key is never taken for a record that says otherwise by the same
key. An e-mail address alone is weaker than it looks: `info@` is many people's. It tells a record
whose name differs only as long as no other row of the file has claimed that record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Generic, Literal, TypeVar

from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.lib import text

from . import tombstones
from .models import Contact, ContactPoint, Customer

By = Literal["number", "external_id", "email", "name"]
ORDER: Final[tuple[By, ...]] = ("number", "external_id", "email", "name")
PIECE: Final = 900
R = TypeVar("R", Customer, Contact)


@dataclass(frozen=True)
class Keys:
    """What identifies a row or a record. `place`: the postcode, or the customer of a contact, if
    only by its e-mail domain; `owner` is the one it names."""

    name: str = ""  # folded
    german: str = ""  # the same with ä, ö, ü written out, where they are
    place: Hashable = ""
    owner: int | None = None
    number: str = ""
    external: tuple[str, str] | None = None  # source and id
    emails: tuple[str, ...] = ()  # folded

    def contradicts(self, other: Keys) -> bool:
        """Both say who they are, differently."""
        if self.number and other.number and self.number != other.number:
            return True
        if self.owner and other.owner and self.owner != other.owner:
            return True
        mine, theirs = self.external, other.external
        return bool(mine and theirs and mine[0] == theirs[0] and mine != theirs)

    def identities(self) -> Iterator[tuple[Hashable, ...]]:
        """What two rows of one file share when they mean the same record; the surest first."""
        if self.number:
            yield ("number", self.number)
        if self.external:
            yield ("external", *self.external)
        for email in self.emails:
            yield ("email", email, self.name)
        for name in self.names():
            yield ("name", name, self.place)

    def names(self) -> tuple[str, ...]:
        """Müller goes by two, by `muller` and `mueller`. Who shares one has the same name."""
        both = (self.name, self.german) if self.german != self.name else (self.name,)
        return tuple(filter(None, both))

    def is_called(self, row: Customer | Contact) -> bool:
        return row.name_fold == self.name or bool(
            set(self.names()).intersection(keys_of_record(row).names())
        )


@dataclass(frozen=True)
class Match(Generic[R]):
    record: R | None = None
    ties: int = 0  # other records that fit as well


@dataclass
class Found(Generic[R]):
    """Live records by each key that some row of a chunk has, the oldest first."""

    number: dict[str, list[R]] = field(default_factory=lambda: defaultdict(list))
    external: dict[tuple[str, str], list[R]] = field(default_factory=lambda: defaultdict(list))
    email: dict[str, list[R]] = field(default_factory=lambda: defaultdict(list))
    name: dict[tuple[str, Hashable], list[R]] = field(default_factory=lambda: defaultdict(list))

    def by(self, by: By, keys: Keys) -> list[R]:
        if by == "number":
            return self.number.get(keys.number, []) if keys.number else []
        if by == "external_id":
            return self.external.get(keys.external, []) if keys.external else []
        if by == "email":
            fitting = [row for email in keys.emails for row in self.email.get(email, [])]
            return sorted(dict.fromkeys(fitting), key=lambda row: row.pk)
        here, alone = (self._named(keys.names(), place) for place in (keys.place, keys.owner))
        return here or alone

    def _named(self, names: Iterable[str], place: Hashable) -> list[R]:
        fitting = {row.pk: row for name in names for row in self.name.get((name, place), [])}
        return [fitting[key] for key in sorted(fitting)]

    def choose(self, keys: Keys, *, match: str, is_claimed: Callable[[R], bool]) -> Match[R]:
        """`match` names the one key to go by; without it the first that leads to a record."""
        for by in ORDER:
            if match and by != match:
                continue
            fitting = self.by(by, keys)
            if by in ("email", "name") and not match:
                fitting = [row for row in fitting if _may_mean(keys, row, by, is_claimed)]
            named = [row for row in fitting if keys.is_called(row)]
            if best := named or fitting:
                return Match(best[0], len(best) - 1)
        return Match()


def _may_mean(keys: Keys, row: R, by: By, is_claimed: Callable[[R], bool]) -> bool:  # noqa: PLR0917  # the row, the record, and how they met
    theirs = keys_of_record(row)
    if replace(keys, number="").contradicts(theirs):
        return False
    is_named = by == "name" or keys.is_called(row)
    if keys.contradicts(theirs):
        return is_named and not is_claimed(row)
    return is_named or not is_claimed(row)


def keys_of_record(row: Customer | Contact) -> Keys:
    external = (row.external_source, row.external_id) if row.external_id else None
    if isinstance(row, Contact):
        german = written_out(f"{row.last_name} {row.first_name}")
        return Keys(row.name_fold, german, owner=row.customer_id, external=external)
    german = written_out(row.name)
    return Keys(row.name_fold, german, number=row.number, external=external)


def written_out(name: str) -> str:
    """Empty where the plain fold says it all."""
    return "" if name.isascii() else text.fold_german(name)[:400]


def find_customers(actor: Actor, rows: Sequence[Keys], match: str = "") -> Found[Customer]:
    found: Found[Customer] = Found()
    live = Customer.objects.visible_to(actor).order_by("pk")
    for piece in _pieces(keys.number for keys in rows):
        for customer in live.filter(number__in=piece):
            found.number[customer.number].append(customer)
    for number, customer in tombstones.by_number(actor, (keys.number for keys in rows)).items():
        found.number[number].append(customer)
    _by_external(found, live, rows)
    _by_old_external(found, Customer, rows, actor=actor)
    weak = [
        keys
        for keys in rows
        if match or not (found.by("number", keys) or found.by("external_id", keys))
    ]
    for email, customer in _by_email("customer", weak, Customer.objects.visible_to(actor)):
        found.email[email].append(customer)
    for piece in _pieces(name for keys in weak for name in _stored(keys)):
        for customer in live.filter(name_fold__in=piece):
            for name in keys_of_record(customer).names():
                found.name[(name, customer.postal_code)].append(customer)
    return found


def find_contacts(actor: Actor, rows: Sequence[Keys], match: str = "") -> Found[Contact]:
    found: Found[Contact] = Found()
    live = Contact.objects.visible_to(actor).order_by("pk")
    _by_external(found, live, rows)
    _by_old_external(found, Contact, rows, actor=actor)
    weak = [keys for keys in rows if match or not found.by("external_id", keys)]
    for email, contact in _by_email("contact", weak, Contact.objects.visible_to(actor)):
        found.email[email].append(contact)
    for piece in _pieces(name for keys in weak for name in _stored(keys)):
        for contact in live.filter(name_fold__in=piece):
            for name in keys_of_record(contact).names():
                found.name[(name, contact.customer_id)].append(contact)
    return found


def customers_by_name(actor: Actor, names: Iterable[str]) -> dict[str, list[Customer]]:
    """Live customers by folded name, the oldest first."""
    found: dict[str, list[Customer]] = defaultdict(list)
    live = Customer.objects.visible_to(actor).order_by("pk")
    for piece in _pieces(names):
        for customer in live.filter(name_fold__in=piece):
            found[customer.name_fold].append(customer)
    return found


def customers_by_number(actor: Actor, numbers: Iterable[str]) -> dict[str, Customer]:
    """Also by those of customers that were merged into them."""
    live = Customer.objects.visible_to(actor)
    wanted = list(numbers)
    found = {
        customer.number: customer
        for piece in _pieces(wanted)
        for customer in live.filter(number__in=piece)
    }
    return tombstones.by_number(actor, [n for n in wanted if n not in found]) | found


def _stored(keys: Keys) -> Iterator[str]:
    """What the column may hold of whoever is called so: Mueller may stand there as `muller`."""
    yield from keys.names()
    yield text.without_e(keys.name)


def _pieces(values: Iterable[str]) -> Iterator[list[str]]:
    return bulk.pieces(sorted({value for value in values if value}), PIECE)


def _by_external(found: Found[R], live: Iterable[R], rows: Sequence[Keys]) -> None:
    for piece in _pieces(keys.external[1] for keys in rows if keys.external):
        for row in live.filter(external_id__in=piece):  # type: ignore[attr-defined]  # a queryset of either model
            found.external[(row.external_source, row.external_id)].append(row)


def _by_old_external(
    found: Found[R], model: type[R], rows: Sequence[Keys], *, actor: Actor
) -> None:
    """References of merged records mean what these live on in."""
    wanted = {keys.external for keys in rows if keys.external} - found.external.keys()
    for reference, row in tombstones.by_external(actor, model, wanted).items():
        found.external[reference].append(row)


def _by_email(owner: str, rows: Sequence[Keys], live: Iterable[R]) -> Iterator[tuple[str, R]]:
    wanted = {email for keys in rows for email in keys.emails}
    pairs: list[tuple[str, int]] = []
    for piece in _pieces(wanted):
        points = ContactPoint.objects.filter(key__in=piece, kind="email", deleted_at=None)
        pairs += points.exclude(**{owner: None}).values_list("key", f"{owner}_id")
    records: dict[int, R] = {}
    for keys in bulk.pieces(sorted({key for _email, key in pairs}), PIECE):
        records |= live.in_bulk(keys)  # type: ignore[attr-defined]  # a queryset of either model
    for email, key in sorted(pairs, key=lambda pair: pair[1]):
        if key in records:
            yield email, records[key]
