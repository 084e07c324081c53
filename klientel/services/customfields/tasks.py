"""What keeps indexes and the search as the definitions want them."""

from __future__ import annotations

from django.db import transaction

from klientel.foundation.lib.jobs import at, at_start, job

from . import indexing, words


def ask() -> None:
    """Once what is being written is there."""
    transaction.on_commit(keep_indexes)


@job
def keep_indexes() -> None:
    indexing.settle()


@at_start
def take_up_indexes() -> None:
    """A worker that begins does not wait for the clock: tables may be others than it left."""
    keep_indexes()


@at(minute="*/10")
def sweep_indexes() -> None:
    """Those that could not be made are tried again."""
    indexing.settle()


def ask_for_words() -> None:
    transaction.on_commit(rewrite_words)


@job
def rewrite_words() -> None:
    words.rewrite()


@at_start
def take_up_words() -> None:
    rewrite_words()


@at(minute="*")
def sweep_words() -> None:
    """What a killed worker has left, and what was asked for meanwhile."""
    words.rewrite()
