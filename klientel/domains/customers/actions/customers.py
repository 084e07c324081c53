"""Creating and changing customers: one body, written for many, used for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Any, Unpack, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q

from klientel.domains.customers import cleaning, custom, policy, queries
from klientel.domains.customers.errors import Outcome
from klientel.domains.customers.facts import CustomerChanged, CustomersCreated
from klientel.domains.customers.fields import ContactFields, CustomerFields, NewCustomer
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.purposes import GENERAL, PURPOSES, Purpose
from klientel.foundation.access import Actor, Denied
from klientel.foundation.db.rows import Row
from klientel.foundation.lib import names
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.accounts.models import Company
from klientel.services.customfields import reading
from klientel.services.customfields.kinds import VALUES
from klientel.services.journal.writing import Work, writing

from . import (
    assigning,
    colleagues,
    customs,
    families,
    merging,
    numbering,
    parts,
    references,
    tagging,
)
from .changing import locked, write_changes
from .colleagues import Colleagues
from .contacts import clean_contact, new_contact

Errors = dict[str, list[str]]


def create_customer(actor: Actor, **fields: Unpack[NewCustomer]) -> Customer:
    """Raises ValidationError whose keys are paths such as `contacts.0.emails.0.value`."""
    outcome = create_customers(actor, [fields])
    if outcome.refused:
        raise ValidationError(dict(outcome.refused[0]))
    return cast("Customer", outcome.done[0])


def create_customers(
    actor: Actor, rows: Sequence[NewCustomer], *, lenient: bool = False
) -> Outcome:
    """Create those that can be, with their contacts; name what is wrong with the others.

    `lenient` keeps telephone numbers that cannot be read as text, as imports need it.
    """
    return create_checked(actor, check_customers(actor, rows, lenient=lenient))


@dataclass(frozen=True)
class Checked:
    """New customers made canonical, and what is wrong with each."""

    rows: list[NewCustomer]
    errors: list[Errors]
    known: Colleagues


def create_checked(actor: Actor, checked: Checked) -> Outcome:
    """Write what was checked before: an import checks before it opens its transaction."""
    errors = [dict(found) for found in checked.errors]
    good = {n: row for n, row in enumerate(checked.rows) if not errors[n]}
    done = _insert_good(actor, good, known=checked.known, errors=errors)
    refused = {place: found for place, found in enumerate(errors) if found}
    return Outcome(done=done, same={}, refused=refused)


def preview_customer(actor: Actor, **fields: Unpack[NewCustomer]) -> tuple[NewCustomer, Errors]:
    """As `create_customer` would store it, and what it would refuse. Writes nothing."""
    checked = check_customers(actor, [fields])
    return checked.rows[0], checked.errors[0]


@reading.once()
def check_customers(actor: Actor, rows: Sequence[NewCustomer], *, lenient: bool = False) -> Checked:
    """Reads the database and writes nothing."""
    actor.require("customers.add")
    if any(row.get("contacts") for row in rows):
        actor.require("contacts.add")
    home = Company.objects.current().country
    cleaned: list[NewCustomer] = []
    errors: list[Errors] = []
    for row in rows:
        values, found = clean_new(row, home, lenient=lenient)
        cleaned.append(values)
        errors.append(found)
    return check_cleaned(actor, cleaned, errors)


def check_cleaned(
    actor: Actor,
    rows: list[NewCustomer],
    errors: list[Errors],
    *,
    coming: Mapping[str, str] = MappingProxyType({}),
) -> Checked:
    """As `check_customers`, for rows from `clean_new`. Adds what else is wrong to `errors`.

    `coming` has the names of those, by number, that will be there when these are written.
    """
    actor.require("customers.add")
    known = colleagues.named(rows)
    colleagues.refuse_strangers(rows, errors, known)
    references.refuse_foreign(rows, errors)
    _settle_tags(actor, rows, errors)
    _refuse_numbers(rows, errors)
    assigning.refuse_taken(rows, errors)
    families.refuse_unfit(actor, rows, errors, coming=coming)
    return Checked(rows, errors, known)


def _settle_tags(actor: Actor, rows: Sequence[NewCustomer], errors: Sequence[Errors]) -> None:
    tagging.settle(actor, rows, errors)
    for row, found in zip(rows, errors, strict=True):
        for place, contact in enumerate(row.get("contacts") or ()):
            if contact.get("tags"):
                tagging.settle(actor, [contact], [found], path=f"contacts.{place}.tags")


def clean_new(row: NewCustomer, home: str, *, lenient: bool) -> tuple[NewCustomer, Errors]:
    """A new customer made canonical, with what cannot be used. Knows no database."""
    cleaner = cleaning.Cleaner(country=home, lenient=lenient)
    contacts = row.get("contacts") or []
    given = {name: value for name, value in row.items() if name != "contacts"}
    values = cast("NewCustomer", cleaner.customer({"name": "", **given}))
    errors = cleaner.errors
    if len(contacts) > 500:
        errors["contacts"] = [_("At most %(count)s.") % {"count": 500}]
    if not contacts and values.get("kind") == "individual":
        name = names.split(values["name"])
        contacts = [ContactFields(first_name=name.first, last_name=name.last, title=name.title)]
    values["contacts"] = []
    for place, contact in enumerate(contacts[:500]):
        made, found = clean_contact(contact, country=cleaner.country, lenient=lenient)
        values["contacts"].append(made)
        errors |= {f"contacts.{place}.{path}": said for path, said in found.items()}
    for purpose in PURPOSES:
        _one_primary(values["contacts"], purpose)
    return values, errors


def _one_primary(contacts: Sequence[ContactFields], purpose: Purpose) -> None:
    active = [n for n, contact in enumerate(contacts) if contact.get("active", True)]
    wanted = [n for n in active if contacts[n].get(purpose)]
    chosen = next(iter([*wanted, *(active if purpose == GENERAL else [])]), None)
    for number, contact in enumerate(contacts):
        contact[purpose] = number == chosen


def _refuse_numbers(rows: Sequence[Mapping[str, Any]], errors: Sequence[Errors]) -> None:
    """A number may be given once among the living and once among these rows.

    Those of merged customers lead to what these live on in, and stay theirs.
    """
    given = [row.get("number") or "" for row in rows]
    live = Customer.objects.filter(Q(deleted_at=None) | Q(merged_into__isnull=False))
    used = set()
    for number in numbering.taken([number for number in given if number]):
        used |= set(live.filter(number=number).values_list("number", flat=True))
    for number, found in zip(given, errors, strict=True):
        if number in used:
            sentence = _("The number %(number)s is taken.") % {"number": number}
            found.setdefault("number", []).append(sentence)
        elif number:
            used.add(number)


def _insert_good(
    actor: Actor,
    rows: dict[int, NewCustomer],
    *,
    known: Colleagues,
    errors: list[Errors],
) -> dict[int, Row]:
    """All in one transaction; if a constraint refuses them, row by row to find which."""
    if not rows:
        return {}
    try:
        return _insert(actor, rows, known=known, errors=errors)
    except IntegrityError:
        if len(rows) == 1:
            place = next(iter(rows))
            errors[place]["number"] = [_("This was created by someone else at the same moment.")]
            return {}
    done: dict[int, Row] = {}
    for place, row in rows.items():
        done |= _insert_good(actor, {place: row}, known=known, errors=errors)
    return done


def _insert(
    actor: Actor, rows: Mapping[int, NewCustomer], *, known: Colleagues, errors: Sequence[Errors]
) -> dict[int, Row]:
    with writing(actor) as work:
        references.hold(rows.values(), ())
        customs.hold_of_customers(rows, errors)
        kin = families.settle_new(actor, rows, errors)
        good = {place: row for place, row in rows.items() if not errors[place]}
        refs = references.References(references.words(work, good.values()), known)
        made = {place: _customer(actor, row, refs) for place, row in good.items()}
        numbering.assign_numbers(list(made.values()))
        told = kin.insert(work, made)
        pairs = [(made[place], row) for place, row in good.items()]
        contacts = _insert_parts(work, pairs, known)
        if made:
            work.record(CustomersCreated.of(list(made.values()), contacts), *told)
    return dict(made)


def _customer(actor: Actor, row: NewCustomer, refs: references.References) -> Customer:
    plain = {n: v for n, v in row.items() if n not in references.ALL | parts.LISTS | {VALUES}}
    columns = refs.columns(row)
    columns["parent_relation"] = row.get("parent_relation") or ""
    if not row.get("account_manager"):
        columns["account_manager_id"] = actor.user_id
    columns[VALUES] = custom.laid({}, row.get("custom") or {})
    columns["has_primary"] = any(contact["primary"] for contact in row["contacts"])
    return Customer.make(**plain, **columns, **parts.main_address(row.get("addresses") or []))


def _insert_parts(
    work: Work, pairs: Sequence[tuple[Customer, NewCustomer]], known: Colleagues
) -> list[Contact]:
    places = [
        a for customer, row in pairs for a in parts.addresses(customer, row.get("addresses") or [])
    ]
    work.insert(*places)
    work.insert(
        *(d for owner, row in pairs for d in parts.domains(owner, row.get("domains") or []))
    )
    work.insert(*(m for owner, row in pairs for m in colleagues.members(owner, row, known)))
    contacts = [
        (new_contact(values, customer), values)
        for customer, row in pairs
        for values in row["contacts"]
    ]
    work.insert(*(contact for contact, _values in contacts))
    points = [point for owner, row in pairs for point in parts.points(owner, row)]
    points += [point for contact, row in contacts for point in parts.points(contact, row)]
    work.insert(*points)
    owners: list[tuple[Customer | Contact, Mapping[str, Any]]] = [*pairs, *contacts]
    tags = tagging.keys(work, (row for _owner, row in owners))
    work.insert(*(each for owner, row in owners for each in tagging.taggings(owner, row, tags)))
    return [contact for contact, _values in contacts]


@dataclass(frozen=True)
class CustomerChange:
    """New values for one customer. `version` is the one they are based on; None takes any."""

    customer: Customer
    fields: CustomerFields = field(default_factory=CustomerFields)
    version: int | None = None


def change_customer(
    actor: Actor,
    customer: Customer,
    *,
    version: int | None = None,
    **fields: Unpack[CustomerFields],
) -> Customer:
    """Raises ValidationError, PermissionDenied, and Conflict with the fields two people changed."""
    outcome = change_customers(actor, [CustomerChange(customer, fields, version)])
    if outcome.refused:
        raise ValidationError(dict(outcome.refused[0]))
    return cast("Customer", outcome.done.get(0) or outcome.same[0])


@reading.once()
def change_customers(
    actor: Actor, changes: Sequence[CustomerChange], *, lenient: bool = False
) -> Outcome:
    """Change those that can be. Raises Conflict for the first row that clashes."""
    actor.require("customers.change")
    home = Company.objects.current().country
    cleaned: list[CustomerFields] = []
    errors: list[Errors] = []
    for change in changes:
        cleaner = cleaning.Cleaner(country=change.customer.country or home, lenient=lenient)
        cleaned.append(cleaner.customer(change.fields))
        errors.append(cleaner.errors)
        decision = policy.may_change(actor, change.customer)
        if isinstance(decision, Denied):
            cleaner.errors["__all__"] = [decision.reason]
    known = colleagues.named(cleaned)
    owners = [change.customer for change in changes]
    colleagues.refuse_strangers(cleaned, errors, known, owners=owners)
    references.refuse_foreign(cleaned, errors, present=[c.category_id for c in owners])
    tagging.settle(actor, cleaned, errors)
    _refuse_foreign_numbers(changes, cleaned, errors)
    assigning.refuse_taken(cleaned, errors, owners=[c.pk for c in owners])
    good = {place: cleaned[place] for place, found in enumerate(errors) if not found}
    done, same = (
        _update_good(actor, changes, good, known=known, errors=errors) if good else ({}, {})
    )
    refused = {place: found for place, found in enumerate(errors) if found}
    return Outcome(done=done, same=same, refused=refused)


def _refuse_foreign_numbers(
    changes: Sequence[CustomerChange], cleaned: Sequence[CustomerFields], errors: Sequence[Errors]
) -> None:
    """As for new rows, but one's own number is no offence; an emptied one is."""
    new = [
        {"number": row["number"]}
        if "number" in row and row["number"] != change.customer.number
        else {}
        for change, row in zip(changes, cleaned, strict=True)
    ]
    _refuse_numbers(new, errors)
    for row, found in zip(cleaned, errors, strict=True):
        if "number" in row and not row["number"]:
            found.setdefault("number", []).append(_("Enter a number."))


def _update_good(
    actor: Actor,
    changes: Sequence[CustomerChange],
    good: Mapping[int, CustomerFields],
    *,
    known: Colleagues,
    errors: Sequence[Errors],
) -> tuple[dict[int, Row], dict[int, Row]]:
    done: dict[int, Row] = {}
    same: dict[int, Row] = {}
    present = [changes[place].customer for place in good]
    with writing(actor) as work:
        references.hold(good.values(), chain(*((c.category_id, c.subcategory_id) for c in present)))
        rows = locked(
            [customer.pk for customer in present], [v.get("parent", "") for v in good.values()]
        )
        customs.hold_of_customers(good, errors)
        fields = queries.customer_fields(list(rows.values()), actor)
        before = {key: custom.flat(each) for key, each in fields.items()}
        wanted: dict[int, dict[str, Any]] = defaultdict(dict)
        good = {place: values for place, values in good.items() if not errors[place]}
        for place, values in good.items():
            key = changes[place].customer.pk
            wanted[key] |= merging.merge(
                rows[key],
                CustomerChanged,
                present=before[key],
                given=custom.flat(values),
                version=changes[place].version,
            )
        kin, refused = families.settle(actor, rows, wanted=wanted, before=before)
        wanted = {k: values for k, values in wanted.items() if values and k not in refused}
        if wanted:
            write_changes(work, rows, before=before, wanted=wanted, known=known, kin=kin)
    for place in good:
        key = changes[place].customer.pk
        if key in refused:
            errors[place]["parent"] = [refused[key]]
        else:
            (done if key in wanted else same)[place] = rows[key]
    return done, same
