"""What views forget about somebody."""

from __future__ import annotations

from klientel.foundation.access import Actor
from klientel.services.journal import forgetting
from klientel.services.journal.forgetting import Words
from klientel.services.journal.writing import writing
from klientel.services.saved_views.facts import VIEW
from klientel.services.saved_views.models import SavedView


def forget(actor: Actor, words: Words) -> None:
    """In names and in what is searched for their words go, also in views that were deleted."""
    keys: list[int] = []
    with writing(actor) as work:
        for view in SavedView.objects.order_by("pk").iterator(500):
            keys.append(view.pk)
            kept = {"name": words.replaced(view.name)[:80], "params": words.replaced(view.params)}
            if kept != {"name": view.name, "params": view.params}:
                work.rewrite((view, kept))
    forgetting.rename({VIEW: keys}, words)
