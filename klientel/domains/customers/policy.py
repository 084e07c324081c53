"""May this actor do this to this row, now?"""

from __future__ import annotations

from klientel.foundation.access import Actor, Allowed, Decision, Denied
from klientel.foundation.lib.sentences import gettext as _

from .models import Contact, Customer


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


def _live(row: Customer | Contact) -> Decision:
    if row.deleted_at is not None:
        return Denied(_("%(name)s has been deleted.") % {"name": row})
    return Allowed()
