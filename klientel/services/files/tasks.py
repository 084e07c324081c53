"""What happens by the clock."""

from __future__ import annotations

from klientel.foundation.lib.jobs import at

from .actions import sweeping


@at(hour="3", minute="23")
def sweep() -> None:
    sweeping.sweep()
