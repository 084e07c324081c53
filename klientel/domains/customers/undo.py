"""How changes to these tables are walked back: through the actions."""

from django.urls import reverse

from klientel.foundation.access import Actor
from klientel.services.journal.models import Entry

from .actions.undoing import check_rights, walk_back
from .actions.uniting import parting
from .facts import CustomersMerged

__all__ = ["check_rights", "question", "walk_back"]


def question(actor: Actor, entry: Entry) -> str:
    """To which side what was added since a merge belongs."""
    if not parting.added_since(actor, entry):
        return ""
    area = "customers" if entry.kind == CustomersMerged.kind else "contacts"
    return reverse(f"{area}:unmerge", args=[entry.batch_id])
