"""Questions whose SQL is made once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db.models import QuerySet
from psycopg import DataError

from klientel.foundation.db.backends.postgres import MomentLoader
from klientel.foundation.db.fixed import Fixed, Keys
from klientel.services.accounts.models import User

pytestmark = pytest.mark.django_db


def people(*names: str) -> list[int]:
    return [User.objects.create(email=f"{name}@bagger.example", name=name).pk for name in names]


def test_a_fixed_question_is_made_once_and_answered_anew_each_time() -> None:
    made = []

    def ask() -> QuerySet[User]:
        made.append(1)
        return User.objects.filter(name__startswith="Z").order_by("name")

    fixed = Fixed(ask)
    assert fixed.rows() == []
    people("Zoe", "Anna", "Zacharias")
    assert [row.name for row in fixed.rows()] == ["Zacharias", "Zoe"]
    tuples = Fixed(lambda: ask().values_list("name", "email"))
    assert tuples.tuples()[1] == ("Zoe", "Zoe@bagger.example")
    assert len(made) == 2  # one each


def test_keys_serve_several_questions() -> None:
    anna, _beat = people("Anna", "Beat")
    keys = Keys.of(User.objects.filter(name="Anna").values("pk"))
    assert [row.pk for row in User.objects.filter(pk__in=keys)] == [anna]
    assert User.objects.exclude(pk__in=keys).filter(name="Beat").count() == 1
    assert User.objects.filter(pk__in=keys, name="Beat").count() == 0


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 1, 12, 30, 15, 120_000, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    ],
)
def test_moments_come_back_as_they_were(moment: datetime) -> None:
    (key,) = people("Anna")
    User.objects.filter(pk=key).update(date_joined=moment)
    found = User.objects.get(pk=key).date_joined
    assert found == moment
    assert found.tzinfo is UTC


def test_a_moment_that_python_does_not_have_is_refused_by_the_driver() -> None:
    with pytest.raises(DataError, match="after year 10K"):
        MomentLoader(0, None).load(b"12000-01-01 00:00:00+00")
