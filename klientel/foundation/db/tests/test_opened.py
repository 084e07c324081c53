"""What a new connection is told."""

from __future__ import annotations

import pytest
from django.db import connection

from klientel.foundation.db.backends import engine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("before", "after"), [("4", "1.1"), ("2", "2")])
def test_the_planner_expects_no_disc_that_turns(before: str, after: str) -> None:
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # has no such cost
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('random_page_cost', %s, false)", [before])
        engine(connection).opened(connection)
        cursor.execute("SHOW random_page_cost")
        assert cursor.fetchone() == (after,)
    connection.close()  # the next one is told anew
