"""May this actor do this to this row, now?"""

from __future__ import annotations

from klientel.foundation.access import Actor, Allowed, Decision, Denied
from klientel.foundation.lib.sentences import gettext as _

from .models import Contact, Customer, Note


def may_change(actor: Actor, customer: Customer) -> Decision:
    if not actor.may("customers.change"):
        return Denied(_("Your role may not edit customers."))
    return _live(customer)


def may_delete(actor: Actor, customer: Customer) -> Decision:
    if not actor.may("customers.delete"):
        return Denied(_("Your role may not delete customers."))
    return _live(customer)


def may_change_contact(actor: Actor, contact: Contact) -> Decision:
    if not actor.may("contacts.change"):
        return Denied(_("Your role may not edit contacts."))
    return _live(contact)


def may_delete_contact(actor: Actor, contact: Contact) -> Decision:
    if not actor.may("contacts.delete"):
        return Denied(_("Your role may not delete contacts."))
    return _live(contact)


def may_merge(actor: Actor, record: Customer | Contact) -> Decision:
    area = "customers" if isinstance(record, Customer) else "contacts"
    if not actor.may(f"{area}.merge"):
        return Denied(_("Your role may not merge these records."))
    return _live(record)


def may_belong_to_nobody(actor: Actor) -> Decision:
    """Whoever sees their own customers alone would lose sight of a contact of none."""
    if actor.scope == "mine":
        return Denied(_("You see the contacts of your own customers: choose one of them."))
    return Allowed()


def may_note(actor: Actor, record: Customer | Contact) -> Decision:
    """Notes belong to the record: whoever may edit it adds, edits and deletes them, all of them.

    Being the author of one gives no right of its own: a right that is taken away is gone.
    """
    if isinstance(record, Customer):
        return may_change(actor, record)
    return may_change_contact(actor, record)


def may_change_note(actor: Actor, note: Note) -> Decision:
    record = note.contact or note.customer
    if record is None or note.deleted_at is not None:
        return Denied(_("The note has been deleted."))
    return may_note(actor, record)


def _live(row: Customer | Contact) -> Decision:
    if row.deleted_at is not None:
        return Denied(_("%(name)s has been deleted.") % {"name": row})
    return Allowed()
