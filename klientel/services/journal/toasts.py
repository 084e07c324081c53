"""What pages say after an act that can be taken back."""

from __future__ import annotations

from django.urls import reverse

from klientel.foundation.access import Request
from klientel.foundation.ui.toasts import toast


def undo_url(batch: str) -> str:
    return reverse("journal:undo", args=[batch])


def toast_with_undo(request: Request, text: str, *, detail: str = "") -> None:
    """Its button takes back all that this request did."""
    toast(request, text, detail=detail, undo=undo_url(request.actor.batch))
