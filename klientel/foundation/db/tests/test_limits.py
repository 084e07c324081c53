"""A read that would take long is stopped, and the connection is as good as before."""

import pytest
from django.db import connection

from klientel.foundation.db import limits

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) "
    "SELECT count(*) FROM n"
)


@pytest.mark.django_db(transaction=True)
def test_a_long_read_is_stopped_and_the_next_one_is_free() -> None:
    with (
        pytest.raises(limits.TooSlow),
        limits.at_most(0.2),
        connection.cursor() as cursor,
    ):
        cursor.execute(ENDLESS)
        cursor.fetchall()
    with connection.cursor() as cursor:
        cursor.execute(ENDLESS.replace("100000000", "200000"))
        assert cursor.fetchone() == (200000,)


@pytest.mark.django_db(transaction=True)
def test_other_errors_stay_what_they_are() -> None:
    with (
        pytest.raises(ZeroDivisionError),
        limits.at_most(1),
    ):
        raise ZeroDivisionError
