"""Kinds of facts are stored for ever: one that is written down here is never renamed."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

from klientel.services.journal.facts import kinds

FROZEN = Path(__file__).with_name("fact_kinds.txt")


def test_kinds_of_facts_are_frozen() -> None:
    """A new kind is a new line in fact_kinds.txt; a line never leaves."""
    for config in apps.get_app_configs():
        if config.name.startswith("klientel.") and find_spec(f"{config.name}.facts"):
            import_module(f"{config.name}.facts")
    assert kinds() == FROZEN.read_text(encoding="utf-8").split()
