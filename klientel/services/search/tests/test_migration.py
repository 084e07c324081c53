from __future__ import annotations

from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.db.utils import ProgrammingError

from klientel.services.search.backends import postgres


class Refusing:
    """A schema editor whose database grants no extensions."""

    connection = connection

    def execute(self, sql: str) -> None:
        raise ProgrammingError("permission denied to create extension")


@pytest.mark.django_db
def test_a_database_without_trigrams_says_what_to_do() -> None:
    editor: Any = Refusing()  # stands in for a schema editor
    with pytest.raises(CommandError, match="CREATE EXTENSION pg_trgm"):
        postgres.create(editor)
