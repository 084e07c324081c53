"""Text under a key of a JSON column: asked for and sorted by as an index on that key has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.db import connection, models
from django.db.models import F, Q

from .backends import engine

WORD: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


class KeyText(models.Func):
    arity = 1
    output_field = models.TextField()


def key_text(column: str, key: str) -> KeyText:
    """Empty where the row has no such key. The key is part of the statement, so it is checked."""
    if not KEY.fullmatch(key):
        raise ValueError(key)
    return KeyText(F(column), template=engine(connection).key_text(key))


def place_text(column: str, key: str, words: Sequence[str]) -> KeyText:
    """Sorts as these words do where they stand; what is none of them comes first."""
    if not KEY.fullmatch(key) or not all(map(WORD.fullmatch, words)):
        raise ValueError(key)
    return KeyText(F(column), template=engine(connection).key_place(key, f"|{'|'.join(words)}|"))


def index(name: str, text: KeyText, then: Sequence[str], *, condition: Q) -> models.Index:
    """Of what `key_text` gave, and of other columns behind it."""
    return models.Index(text, *(F(each) for each in then), name=name, condition=condition)


def build(model: type[models.Model], wanted: models.Index) -> None:
    """Without keeping others from writing where the engine can."""
    # The editor is asked for the words alone: entered, it would check the whole database.
    statement = str(wanted.create_sql(model, connection.schema_editor()))
    engine(connection).build_index(connection, model._meta.db_table, statement)


def drop(name: str) -> None:
    engine(connection).drop_index(connection, name)


def present(model: type[models.Model]) -> dict[str, bool]:
    """The names of the indexes of its table, and whether each can be used."""
    return engine(connection).indexes(connection, model._meta.db_table)
