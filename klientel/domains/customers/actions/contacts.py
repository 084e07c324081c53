"""Contacts: added, changed, one of them primary for each purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Unpack, cast

from django.core.exceptions import ValidationError

from klientel.domains.customers import cleaning, custom, policy, queries
from klientel.domains.customers.errors import Conflict, Outcome
from klientel.domains.customers.facts import ContactChanged, ContactsAdded
from klientel.domains.customers.fields import ContactFields, LooseContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.purposes import PURPOSES, Heirs, Purpose
from klientel.foundation.access import Actor, Denied
from klientel.foundation.db.rows import Row
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.accounts.models import Company
from klientel.services.customfields import reading
from klientel.services.customfields.kinds import VALUES
from klientel.services.journal.writing import Work, writing

from . import customs, merging, parts, tagging
from .primaries import Change, Primaries, heirs, in_two_steps, only_active

Errors = dict[str, list[str]]
LISTS = frozenset({"emails", "phones", "tags"})
APART = LISTS | {VALUES}


def clean_contact(
    given: Mapping[str, Any], *, country: str, lenient: bool = False, new: bool = True
) -> tuple[ContactFields, Errors]:
    """A new contact needs a name or an e-mail address; its customer alone is not enough to call."""
    cleaner = cleaning.Cleaner(country=country, lenient=lenient)
    values = cleaner.contact(given)
    named = values.get("first_name") or values.get("last_name") or values.get("emails")
    if new and not named and not cleaner.errors:
        cleaner.errors["last_name"] = [_("Enter a name or an e-mail address.")]
    if not values.get("active", True):
        for purpose in PURPOSES:
            if values.get(purpose) and not lenient:
                cleaner.errors[purpose] = [only_active()]
            elif values.get(purpose):
                values[purpose] = False
    return values, cleaner.errors


def new_contact(values: ContactFields, customer: Customer | None) -> Contact:
    plain = {name: value for name, value in values.items() if name not in APART}
    plain[VALUES] = custom.laid({}, values.get("custom") or {})
    return Contact.make(
        **plain, customer_id=customer.pk if customer else None, email=_shown_email(values)
    )


def _shown_email(values: Mapping[str, Any]) -> str:
    emails = values.get("emails") or []
    return next((email["value"] for email in emails if email["preferred"]), "")


def add_contact(actor: Actor, **fields: Unpack[LooseContactFields]) -> Contact:
    outcome = add_contacts(actor, [fields])
    if outcome.refused:
        raise ValidationError(dict(outcome.refused[0]))
    return cast("Contact", outcome.done[0])


@reading.once()
def add_contacts(
    actor: Actor,
    rows: Sequence[LooseContactFields],
    *,
    lenient: bool = False,
    together: bool = False,
) -> Outcome:
    """Add contacts to customers, or to none. The first one of a customer becomes its primary.
    `together` adds none when one of them is refused."""
    actor.require("contacts.add")
    home = Company.objects.current().country
    wanted = {key for row in rows if (key := row.get("customer_id")) is not None}
    customers = _customers(actor, wanted)
    may_be_loose = policy.may_belong_to_nobody(actor)
    good: dict[int, ContactFields] = {}
    refused: dict[int, Errors] = {}
    for place, row in enumerate(rows):
        key = row.get("customer_id")
        given = {name: value for name, value in row.items() if name != "customer_id"}
        country = customers[key].country if key in customers else ""
        values, errors = clean_contact(given, country=country or home, lenient=lenient)
        if key is not None and key not in customers:
            errors["customer_id"] = [_("There is no such customer.")]
        if key is None and isinstance(may_be_loose, Denied):
            errors["customer_id"] = [may_be_loose.reason]
        if errors:
            refused[place] = errors
        else:
            good[place] = values
    _settle_tags(actor, good, refused)
    if not good or (together and refused):
        return Outcome(done={}, same={}, refused=refused)
    keys = [row.get("customer_id") for row in rows]
    done = _insert(actor, good, keys=keys, customers=customers, refused=refused)
    return Outcome(done=done, same={}, refused=refused)


def _settle_tags(actor: Actor, good: dict[int, ContactFields], refused: dict[int, Errors]) -> None:
    errors: list[Errors] = [{} for _row in good]
    tagging.settle(actor, list(good.values()), errors)
    for place, found in zip(list(good), errors, strict=True):
        if found:
            refused[place] = found
            del good[place]


def _customers(actor: Actor, keys: set[int]) -> dict[int, Customer]:
    return Customer.objects.visible_to(actor).in_bulk(list(keys))


def _insert(
    actor: Actor,
    good: Mapping[int, ContactFields],
    *,
    keys: Sequence[int | None],
    customers: Mapping[int, Customer],
    refused: dict[int, Errors],
) -> dict[int, Row]:
    with writing(actor) as work:
        customs.hold_of_contacts(good, refused)
        good = {place: values for place, values in good.items() if place not in refused}
        primaries = Primaries(customers)
        made: dict[int, Contact] = {}
        for place, values in good.items():
            key = keys[place]
            is_active = values.get("active", True)
            for purpose in PURPOSES:
                values[purpose] = is_active and primaries.claim(
                    key, purpose, wanted=bool(values.get(purpose))
                )
            made[place] = new_contact(values, customers[key] if key is not None else None)
        losing = primaries.losing()
        work.update(*losing)
        work.insert(*made.values())
        points = [p for place, contact in made.items() for p in parts.points(contact, good[place])]
        work.insert(*points)
        tags = tagging.keys(work, good.values())
        marks = (each for p, row in made.items() for each in tagging.taggings(row, good[p], tags))
        work.insert(*marks)
        if made:
            work.record(ContactsAdded.of(list(made.values())), *_told(losing))
    return dict(made)


def _told(losing: Sequence[Change[Contact]]) -> list[ContactChanged]:
    """Of those who lost a flag to somebody else: they had it."""
    return [ContactChanged.of(row, dict.fromkeys(values, True), values) for row, values in losing]


@dataclass(frozen=True)
class ContactChange:
    contact: Contact
    fields: ContactFields = field(default_factory=ContactFields)
    version: int | None = None


def change_contact(
    actor: Actor,
    contact: Contact,
    *,
    version: int | None = None,
    successors: Heirs | None = None,
    **fields: Unpack[ContactFields],
) -> Contact:
    """`successors` names who is the primary contact instead of one that is set inactive.

    Raises ValidationError, PermissionDenied, and Conflict with the fields two people changed.
    """
    with writing(actor):
        taking = heirs(actor, [contact], successors or {})
        changes = [ContactChange(contact, fields, version)]
        changes += [ContactChange(heir, values) for heir, values in taking]
        outcome = change_contacts(actor, changes, together=True)
    for errors in outcome.refused.values():
        raise ValidationError(dict(errors))
    return cast("Contact", outcome.done.get(0) or outcome.same[0])


@reading.once()
def change_contacts(
    actor: Actor,
    changes: Sequence[ContactChange],
    *,
    lenient: bool = False,
    together: bool = False,
) -> Outcome:
    """Change those that can be; `together` changes none when one of them is refused."""
    actor.require("contacts.change")
    home = Company.objects.current().country
    customers = _customers(actor, {c.contact.customer_id for c in changes if c.contact.customer_id})
    cleaned: dict[int, ContactFields] = {}
    refused: dict[int, Errors] = {}
    for place, change in enumerate(changes):
        customer = customers.get(change.contact.customer_id or 0)
        country = (customer.country if customer else "") or home
        values, errors = clean_contact(change.fields, country=country, lenient=lenient, new=False)
        decision = policy.may_change_contact(actor, change.contact)
        if isinstance(decision, Denied):
            errors["__all__"] = [decision.reason]
        if errors:
            refused[place] = errors
        else:
            cleaned[place] = values
    _settle_tags(actor, cleaned, refused)
    if not cleaned or (together and refused):
        return Outcome(done={}, same={}, refused=refused)
    done, same = _update(actor, changes, cleaned, refused=refused, together=together)
    return Outcome(done=done, same=same, refused=refused)


def _update(
    actor: Actor,
    changes: Sequence[ContactChange],
    cleaned: Mapping[int, ContactFields],
    *,
    refused: dict[int, Errors],
    together: bool,
) -> tuple[dict[int, Row], dict[int, Row]]:
    done: dict[int, Row] = {}
    same: dict[int, Row] = {}
    with writing(actor) as work:
        rows = _locked([changes[place].contact.pk for place in cleaned])
        customs.hold_of_contacts(cleaned, refused)
        fields = queries.contact_fields(list(rows.values()))
        before = {key: custom.flat(each) for key, each in fields.items()}
        wanted: dict[int, dict[str, Any]] = defaultdict(dict)
        for place, values in cleaned.items():
            if place in refused:
                continue
            key = changes[place].contact.pk
            row = rows[key]
            mine = merging.merge(
                row,
                ContactChanged,
                present=before[key],
                given=custom.flat(_possible(row, values)),
                version=changes[place].version,
            )
            after = {**before[key], **mine}
            if not (after["first_name"] or after["last_name"] or after["emails"]):
                refused[place] = {"last_name": [_("Enter a name or an e-mail address.")]}
                continue
            if mine and not after["active"]:
                held = [purpose for purpose in PURPOSES if after[purpose]]
                if any(map(mine.get, held)):
                    refused[place] = {each: [only_active()] for each in held if mine.get(each)}
                    continue
                mine |= dict.fromkeys(held, False)
            (done if mine else same)[place] = row
            wanted[key] |= mine
        if together and refused:
            return {}, {}
        wanted = {key: values for key, values in wanted.items() if values}
        if wanted:
            _write_changes(work, rows, before=before, wanted=wanted)
    return done, same


def _possible(row: Contact, values: ContactFields) -> ContactFields:
    """Without a customer there is none it could be the primary contact of."""
    if row.customer_id is None:
        for purpose in PURPOSES:
            if purpose in values:
                values[purpose] = False
    return values


def _locked(keys: Sequence[int]) -> dict[int, Contact]:
    found = Contact.objects.filter(deleted_at=None).select_for_update().in_bulk(list(keys))
    for key in keys:
        if key not in found:
            raise Conflict(Contact.objects.get(pk=key), [])
    return found


def _write_changes(
    work: Work,
    rows: Mapping[int, Contact],
    *,
    before: Mapping[int, Mapping[str, Any]],
    wanted: Mapping[int, dict[str, Any]],
) -> None:
    primaries = Primaries({row.customer_id for row in rows.values() if row.customer_id})
    plan = parts.Plan()
    old_points = queries.points_of("contact", wanted)
    pairs: dict[int, Change[Contact]] = {}
    claims: set[tuple[int, Purpose]] = set()
    for key, values in wanted.items():
        row = rows[key]
        for purpose in PURPOSES:
            if values.get(purpose):
                values[purpose] = primaries.claim(row.customer_id, purpose, wanted=True)
                claims.add((key, purpose))
        columns = custom.columns(row.custom, values, without=LISTS)
        if "emails" in values:
            columns["email"] = _shown_email(values)
        parts.sync_points(plan, row, present=old_points[key], fields=values)
        pairs[key] = (row, columns)
    losing = primaries.losing(claims)
    for row, flags in losing:
        pairs.setdefault(row.pk, (row, {}))[1].update(flags)
        wanted.get(row.pk, {}).update(flags)
    for step in in_two_steps(pairs.values()):
        work.update(*step)
    plan.write(work)
    tagging.sync(work, "contact", rows, wanted=wanted)
    fresh = Contact.objects.in_bulk(list(wanted))
    for key, row in fresh.items():
        rows[key].version = row.version
    others = [each for each in losing if each[0].pk not in wanted]
    work.record(
        *(ContactChanged.of(rows[key], before[key], values) for key, values in wanted.items()),
        *_told(others),
    )
