from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction

from klientel.foundation.db import bulk

pytestmark = pytest.mark.django_db


def things(*names: str) -> list[ContentType]:
    return [ContentType(app_label="things", model=name) for name in names]


def found() -> list[str]:
    rows = ContentType.objects.filter(app_label="things")
    return sorted(rows.values_list("model", flat=True))


def test_a_statement_sees_what_was_inserted_just_before() -> None:
    with transaction.atomic(), bulk.overlapping():
        bulk.insert(things("a", "b"))
        bulk.insert(things("c"))
        assert found() == ["a", "b", "c"]
        bulk.insert(things("d"))
    assert found() == ["a", "b", "c", "d"]


def test_what_the_database_refuses_comes_out_at_the_latest_at_the_end() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), bulk.overlapping():
        bulk.insert(things("a", "a"))
    assert found() == []


def test_it_comes_out_at_the_next_insert_too() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), bulk.overlapping():
        bulk.insert(things("a", "a"))
        bulk.insert(things("b"))
    assert found() == []


def test_another_exception_leaves_a_connection_that_works() -> None:
    with pytest.raises(ValueError, match="of ours"), transaction.atomic(), bulk.overlapping():
        bulk.insert(things("a"))
        raise ValueError("of ours")
    assert found() == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_without_overlapping_a_refusal_comes_at_once() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(things("a", "a"))
    bulk.insert(things("a"))
    assert found() == ["a"]


def pages_known(table: str) -> int:
    """What the planner believes of a table's size; PostgreSQL alone says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpages FROM pg_class WHERE relname = %s", [table])
        [(count,)] = cursor.fetchall()
    return int(count)


def test_a_table_that_has_outgrown_its_statistics_gets_new_ones() -> None:
    """Else the checks of foreign keys, planned for an empty table, read the whole one each time."""
    if connection.vendor != "postgresql":
        bulk.refresh_statistics()  # nothing to do, and nothing to go wrong
        return
    table = ContentType._meta.db_table
    bulk.insert(things(*(f"{number:090d}" for number in range(2000))))
    before = pages_known(table)
    bulk.refresh_statistics()
    assert pages_known(table) > 2 * max(before, 4)
