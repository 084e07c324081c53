from __future__ import annotations

import pytest
from django.db import connection

from klientel.foundation.lib.text import search_text
from klientel.services.search import index
from klientel.services.search.index import Projected
from klientel.services.search.models import Document, keys
from klientel.services.search.query import Search

pytestmark = pytest.mark.django_db
KIND, OTHER = "tests.kind", "tests.other"


def projected(object_id: int, *values: str, customer: int | None = None) -> Projected:
    return Projected(object_id, search_text(*values), customer)


def found(text: str, kind: str = KIND) -> list[int]:
    return sorted(map(int, Search(kind, text).ids or []))


def test_a_document_is_written_changed_and_removed() -> None:
    index.write(KIND, [projected(7, "Bäckerei Huber", customer=3)])
    assert found("huber") == [7]
    index.write(KIND, [projected(7, "Garage Favre", customer=4)])
    assert (found("huber"), found("garage")) == ([], [7])
    assert Document.objects.get().customer_id == 4
    assert Document.objects.get().object_id == 7
    index.remove(KIND, [7, 8])
    assert found("garage") == []
    assert not Document.objects.exists()
    assert index.verify()


def test_only_the_customer_of_a_document_may_change() -> None:
    index.write(KIND, [projected(7, "Huber", customer=3)])
    index.write(KIND, [projected(7, "Huber", customer=9)])
    assert Document.objects.get().customer_id == 9
    assert index.verify()


def test_kinds_do_not_mix() -> None:
    index.write(KIND, [projected(7, "Huber")])
    index.write(OTHER, [projected(7, "Huber"), projected(9, "Huber")])
    index.remove(OTHER, [7])
    assert (found("huber"), found("huber", OTHER)) == ([7], [9])


def test_thousands_are_written_at_once_and_the_last_of_doubles_stays() -> None:
    index.write(KIND, [projected(1, "Alt")])
    many = [projected(i, f"Kunde {i}") for i in range(1, 2501)]
    index.write(KIND, [*many, projected(2500, "Letzter")])
    assert Document.objects.count() == 2500
    assert (found("2499"), found("letzter"), found("alt")) == ([2499], [2500], [])
    assert index.verify()


def test_a_batch_of_any_size_takes_few_queries(
    django_assert_max_num_queries: pytest.FixtureRequest,
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # pytest-django's fixture is a function
        index.write(KIND, [projected(i, f"Kunde {i}") for i in range(900)])


def test_replacing_leaves_exactly_the_given_documents() -> None:
    index.write(KIND, [projected(1, "eins"), projected(2, "zwei"), projected(3, "drei")])
    index.write(OTHER, [projected(1, "anderes")])
    wanted = [projected(1, "eins"), projected(2, "two"), projected(4, "vier")]
    differences = index.compare(KIND, iter(wanted))
    assert differences == index.Differences(missing=[4], changed=[2], surplus=[3])
    index.replace(KIND, iter(wanted))
    assert not index.compare(KIND, wanted)
    assert (found("drei"), found("two"), found("anderes", OTHER)) == ([], [2], [1])
    assert index.verify()


def test_a_lost_index_is_noticed_and_rebuilt() -> None:
    index.write(KIND, [projected(7, "Bäckerei Huber")])
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_trigrams (search_trigrams) VALUES ('delete-all')")
        else:
            cursor.execute("DROP INDEX search_document_trigrams")
    assert not index.verify()
    index.rebuild()
    assert index.verify()
    assert found("huber") == [7]


def test_a_key_says_the_object_and_differs_by_kind() -> None:
    (one,), (other,) = keys(KIND, [5]), keys(OTHER, [5])
    assert one != other
    assert Document(pk=one).object_id == Document(pk=other).object_id == 5
