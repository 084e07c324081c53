"""Contents that no row names: left by an act that failed, or by a process that died."""

from __future__ import annotations

from klientel.services.files import store
from klientel.services.files.models import StoredFile


def sweep() -> int:
    """Remove them once they are a day old. Those of deleted files stay: they can come back."""
    removed = 0
    for path in store.waiting():
        if not StoredFile.objects.filter(digest=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed
