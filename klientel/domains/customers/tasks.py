"""What wakes the finder of duplicates. A task lost with its worker is found again by the sweep."""

from __future__ import annotations

from django.urls import reverse

from klientel.foundation.lib import processes
from klientel.foundation.lib.jobs import at, at_start, job
from klientel.foundation.lib.sentences import ngettext
from klientel.services.notifications import notices

from .actions.doubles import running
from .models import DoubleRun


@job
def find_doubles(run_id: int) -> None:
    if running.work(run_id, processes.name()):
        _announce(DoubleRun.objects.get(pk=run_id))


def _announce(run: DoubleRun) -> None:
    """To who began it, who may be anywhere by now."""
    said = ngettext(
        "The search for duplicates is done: %(count)s group.",
        "The search for duplicates is done: %(count)s groups.",
        run.found,
    )
    url = reverse(f"duplicates:{run.of}")
    notices.tell(run.owner_id, said % {"count": run.found}, url)


@at(minute="*")
def sweep_doubles() -> None:
    """Take up what a killed worker has left."""
    for run in running.reclaimable():
        find_doubles(run.pk)


@at_start
def take_up_doubles() -> None:
    sweep_doubles()
