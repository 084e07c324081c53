"""May this actor do this to this view, now?"""

from __future__ import annotations

from klientel.foundation.access import Actor

from .models import SavedView, Share


def may_change(actor: Actor, view: SavedView) -> bool:
    """Its owner, and of shared ones whoever looks after them."""
    if not actor.may("saved_views.save"):
        return False
    if view.owner_id == actor.user_id:
        return True
    return view.share != Share.PRIVATE and actor.may("saved_views.manage")
