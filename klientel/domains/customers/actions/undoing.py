"""Walking back what an entry of the journal changed in these tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import chain

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer, EmailDomain, TeamMember
from klientel.domains.customers.purposes import PURPOSES, Purpose
from klientel.foundation.access import Actor
from klientel.foundation.db.rows import Row, label
from klientel.foundation.lib import domains
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal import undo
from klientel.services.journal.facts import Subject, Undone
from klientel.services.journal.models import Entry
from klientel.services.journal.undo import Refusal, Reversal
from klientel.services.journal.writing import Work, writing

from . import assigning, colleagues, telling, undoing_lists, undoing_merges
from .deleting import number_is_taken
from .primaries import in_two_steps, is_taken, only_active
from .undoing_families import Kin, parents_of_others
from .undoing_sight import require_sight
from .undoing_tags import keep_tags

RIGHTS = ("customers.change", "customers.delete", "contacts.change", "contacts.delete")


def walk_back(
    actor: Actor, entry: Entry, plan: Callable[[], Reversal]
) -> tuple[int, list[Refusal]]:
    """Write what the plan allows. Returns the number of rows and what stayed as it is."""
    with writing(actor) as work:
        found = plan()
        marked = [*chain(*found.delete.values(), *found.restore.values())]
        changed = [row for row, values in found.update if values]
        _require_rights(actor, marked, changed)
        require_sight(actor, entry, chain(marked, changed))
        _keep_what_is_used(found)
        _keep_unique(found)
        kin = Kin(found)
        reread: dict[int, Row] = {row.pk: row for row in undoing_merges.rereading(found, Customer)}
        reread |= {row.pk: row for row in [*undoing_lists.renamed(found), *kin.rereading()]}
        people = undoing_merges.rereading(found, Contact)
        before = telling.snapshot(_living(found))
        work.touch(*reread.values())
        work.touch(*people)
        count = _write(work, found)
        about, stayed = tuple(_subjects(found)), len(found.refused)
        undone = Undone(batch=entry.batch_id, about=about, stayed=stayed)
        work.record(undone, *telling.differences(before), *kin.told())
        undo.close(actor, entry)
    return count, found.refused


def check_rights(actor: Actor, entry: Entry) -> None:
    """Raises PermissionDenied for whatever `walk_back` would, before anything is written, and
    ValidationError for a merge whose result is gone."""
    undoing_merges.refuse_while_gone(entry)
    if actor.scope == "all" and all(map(actor.may, RIGHTS)):
        return
    marked, changed = undo.marked_and_changed(entry)
    _require_rights(actor, marked, changed)
    require_sight(actor, entry, chain(marked, changed))


def _require_rights(actor: Actor, marked: Iterable[Row], changed: Iterable[Row]) -> None:
    """Taking back one's own act still asks for the right to what it does: roles change, and a
    token may be for reading only."""
    for row in marked:
        whole = isinstance(row, Customer | Contact)
        actor.require(f"{_area(row)}.delete" if whole else f"{_area(row)}.change")
    for row in changed:
        actor.require(f"{_area(row)}.change")


def _area(row: Row) -> str:
    is_contact = isinstance(row, Contact) or getattr(row, "contact_id", None) is not None
    return "contacts" if is_contact else "customers"


def _write(work: Work, found: Reversal) -> int:
    parts_first = sorted(found.delete, key=lambda name: name in (CUSTOMER,))
    for name in parts_first:
        work.delete(*found.delete[name])
    written: set[int] = set()
    for step in in_two_steps(found.update):
        for model in dict.fromkeys(type(row) for row, _values in step):
            rows = work.update(*(pair for pair in step if type(pair[0]) is model))
            written.update(map(id, rows))
    count = len(written)
    for rows in found.restore.values():
        work.restore(*rows)
    marked = [*found.delete.values(), *found.restore.values()]
    return count + sum(len(rows) for rows in marked)


def _keep_what_is_used(found: Reversal) -> None:
    """A customer that got contacts since stays."""
    going = {row.pk for row in found.delete.get(CONTACT, [])}
    going |= {row.pk for row, v in found.update if isinstance(row, Contact) and "customer_id" in v}
    customers = [row.pk for row in found.delete.get(CUSTOMER, [])]
    newer = Contact.objects.filter(customer__in=customers, deleted_at=None)
    used = {key for key, pk in newer.values_list("customer_id", "pk") if pk not in going}
    _keep_customers(found, used, _("It has contacts that were added since."))
    parents = parents_of_others(found)
    _keep_customers(found, parents, _("It has subsidiaries that were added since."))


def _keep_customers(found: Reversal, keys: Collection[int | None], reason: str) -> None:
    kept = {(CUSTOMER, key) for key in keys if key is not None}
    if not kept:
        return
    for row in found.delete[CUSTOMER]:
        if row.pk in keys:
            found.refuse(row, reason)
    for model, rows in found.delete.items():
        found.delete[model] = [
            row
            for row in rows
            if (label(type(row)), row.pk) not in kept and not kept & set(undo.roots(row))
        ]


def _keep_unique(found: Reversal) -> None:
    """What a unique key refuses now stays deleted, or keeps its newer value."""
    stays: set[Subject] = set()
    for row in found.restore.get(CUSTOMER, []):
        if isinstance(row, Customer) and number_is_taken(row):
            found.refuse(row, _("The number %(number)s is taken.") % {"number": row.number})
            stays.add((CUSTOMER, row.pk))
    _keep_domains(found)
    _keep_team(found)
    undoing_lists.keep_lists(found)
    keep_tags(found)
    if stays:
        for model, rows in found.restore.items():
            found.restore[model] = [row for row in rows if not stays & {*_owners(row)}]
    for row, values in found.update:
        if isinstance(row, Customer) and "number" in values:
            _keep_number(found, row, values)
        if isinstance(row, Contact) and "customer_id" in values:
            _keep_place(found, row, values)
    _keep_primaries(found)


def _keep_primaries(found: Reversal) -> None:
    for purpose in PURPOSES:
        _keep_one_primary(found, purpose)


def _keep_one_primary(found: Reversal, purpose: Purpose) -> None:
    losing = {row.pk for row in found.delete.get(CONTACT, [])}
    losing |= {row.pk for row, values in found.update if values.get(purpose) is False}
    for row, values in found.update:
        if not isinstance(row, Contact):
            continue
        # Who goes back to another customer takes the flag along.
        if not values.get(purpose, getattr(row, purpose) and "customer_id" in values):
            continue
        if not values.get("active", row.active):
            values[purpose] = False
            found.refuse(row, only_active(), purpose)
            continue
        if _is_taken(values.get("customer_id", row.customer_id), purpose, [*losing, row.pk]):
            values[purpose] = False
            found.refuse(row, _("Another contact is the primary one now."), purpose)
    for row in found.restore.get(CONTACT, []):
        if (
            isinstance(row, Contact)
            and getattr(row, purpose)
            and _is_taken(row.customer_id, purpose, [*losing, row.pk])
        ):
            found.update.append((row, {purpose: False}))


def _is_taken(customer: object, purpose: Purpose, besides: Collection[int]) -> bool:
    """Whether the customer has, and keeps, another primary contact than these."""
    return isinstance(customer, int) and is_taken((customer, purpose), besides=besides)


def _keep_place(found: Reversal, row: Contact, values: dict[str, object]) -> None:
    """Nobody goes back to a customer that has been deleted, and does not come back itself."""
    back = [each.pk for each in found.restore.get(CUSTOMER, [])]
    deleted = Customer.objects.exclude(deleted_at=None).exclude(pk__in=back)
    gone = deleted.filter(pk__in=[values["customer_id"]])
    if name := gone.values_list("name", flat=True).first():
        del values["customer_id"]
        for purpose in PURPOSES:
            values.pop(purpose, None)
        found.refuse(row, _("%(name)s has been deleted.") % {"name": name}, "customer_id")


def _keep_domains(found: Reversal) -> None:
    """A domain that another customer has now stays there."""
    name = label(EmailDomain)
    rows = [row for row in found.restore.get(name, []) if isinstance(row, EmailDomain)]
    free = assigning.free(rows, losing=[row.pk for row in found.delete.get(name, [])])
    for row in rows:
        if row not in free:
            found.refuse(
                row,
                _("%(domain)s belongs to another customer.")
                % {"domain": domains.readable(row.domain)},
            )
    if rows:
        found.restore[name] = list(free)


def _keep_team(found: Reversal) -> None:
    """Who is on the team again by now is there already."""
    name = label(TeamMember)
    rows = [row for row in found.restore.get(name, []) if isinstance(row, TeamMember)]
    if rows:
        found.restore[name] = list(colleagues.free(rows))


def _keep_number(found: Reversal, row: Customer, values: dict[str, object]) -> None:
    """Who gives its number up in the same act, as the two sides of a merge do, is no hindrance."""
    giving = [each.pk for each, theirs in found.update if "number" in theirs]
    live = Customer.objects.filter(number=values["number"], deleted_at=None)
    if live.exclude(pk__in=[row.pk, *giving]).exists():
        reason = _("The number %(number)s is taken.") % {"number": values.pop("number")}
        found.refuse(row, reason, "number")


def _owners(row: Row) -> list[Subject]:
    """The row itself, what it is part of, and the customer of a contact or of its parts."""
    subjects = [(label(type(row)), row.pk), *undo.roots(row)]
    contact = row if isinstance(row, Contact) else getattr(row, "contact", None)
    if isinstance(contact, Contact) and contact.customer_id:
        subjects.append((CUSTOMER, contact.customer_id))
    return subjects


def _subjects(found: Reversal) -> list[Subject]:
    """The records whose history shows the undo: customers and contacts, not their parts."""
    rows = [row for rows in (*found.delete.values(), *found.restore.values()) for row in rows]
    rows += [row for row, _values in found.update]
    own = {CUSTOMER, CONTACT}
    return list(dict.fromkeys(s for row in rows for s in _owners(row) if s[0] in own))


def _living(found: Reversal) -> list[Subject]:
    """The records that live before and after: their change is told field by field."""
    gone = {
        (label(type(row)), row.pk)
        for rows in (*found.delete.values(), *found.restore.values())
        for row in rows
    }
    return [subject for subject in _subjects(found) if subject not in gone]
