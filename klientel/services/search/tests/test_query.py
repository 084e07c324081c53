from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from klientel.foundation.db.keyset import Way
from klientel.foundation.lib import phones
from klientel.foundation.lib.text import search_text
from klientel.services.search import index, query
from klientel.services.search.backends import engine
from klientel.services.search.index import Projected
from klientel.services.search.query import Search

pytestmark = pytest.mark.django_db
KIND = "tests.kind"

# Any table with a name and an integer key can be searched; this one is at hand.
THINGS = {
    "Bäckerei Müller GmbH": ["Zürich", *phones.search_keys("+491701234567")],
    "Garage Mueller & Söhne": ["Genève", "info@mueller.example"],
    "Muller SA": ["Lyon", "100% Bio_Markt"],
    "L’Haÿ Élévation": ["L’Haÿ-les-Roses", 'Der "Große" Kran'],
    "Xylo Bau": ["Ax", "K-1001"],
}


@pytest.fixture
def things(request: pytest.FixtureRequest) -> dict[int, str]:
    ContentType.objects.filter(app_label="things").delete()
    made = {}
    for name in THINGS:
        row = ContentType.objects.create(app_label="things", model=name)
        made[row.pk] = name
    index.write(
        KIND,
        [Projected(pk, search_text(name, *THINGS[name]), name=name) for pk, name in made.items()],
    )
    return made


@pytest.fixture(params=["few hits", "few rows", "gathered", "broad"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way of finding rows gives the same answers."""
    monkeypatch.setattr(Search, "is_broad", request.param == "broad")
    if request.param == "few rows":
        monkeypatch.setattr(Search.__init__, "__defaults__", (True,))
    elif request.param != "few hits":
        monkeypatch.setattr(engine(connection), "MOST_IDS", 0)


def names(text: str) -> list[str]:
    rows = ContentType.objects.filter(app_label="things").order_by("model")
    return [row.model.split()[0] for row in query.narrow(rows, KIND, text)[:50]]


@pytest.mark.usefixtures("things", "way")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("muller", ["Bäckerei", "Garage", "Muller"]),
        ("Mueller", ["Bäckerei", "Garage", "Muller"]),
        ("MÜLLER", ["Bäckerei", "Garage", "Muller"]),
        ("mul", ["Bäckerei", "Garage", "Muller"]),
        ("ulle", ["Bäckerei", "Garage", "Muller"]),
        ("müller zürich", ["Bäckerei"]),
        ("m", ["Bäckerei", "Garage", "Muller"]),
        ("x", ["Xylo"]),
        ("mu ba", ["Bäckerei"]),
        ("muller b", ["Bäckerei", "Muller"]),
        ("l'hay", ["L’Haÿ"]),
        ("hay roses", ["L’Haÿ"]),
        ("0170 123", ["Bäckerei"]),
        ("+49 (0)170 12345", ["Bäckerei"]),
        ("0049170", ["Bäckerei"]),
        ("170/1234", ["Bäckerei"]),
        ("k-1001", ["Xylo"]),
        ("info@mueller", ["Garage"]),
        ("100%", ["Muller", "Xylo"]),
        ("bio_", ["Muller"]),
        ("gr", ["L’Haÿ"]),
        ("bio_markt", ["Muller"]),
        ("bioxmarkt", []),
        ("10%o", []),
        ('"große"', ["L’Haÿ"]),
        ("qwertz", []),
        ("qq", []),
        ("***", []),
        ('" OR "', []),
        ("muller AND NOT garage", []),
        ("muller*", ["Bäckerei", "Garage", "Muller"]),
        ("text:muller", []),
        ("'; DROP TABLE search_document; --", []),
        ("\x00muller\x00", ["Bäckerei", "Garage", "Muller"]),
        ("muller " * 2000, ["Bäckerei", "Garage", "Muller"]),
        ("m" * 10_000, []),
    ],
)
def test_rows_are_found_in_the_lists_own_order(typed: str, expected: list[str]) -> None:
    assert names(typed) == expected
    rows = ContentType.objects.filter(app_label="things")
    assert Search(KIND, typed).count(rows, 100) == len(expected)


@pytest.mark.usefixtures("things", "way")
def test_without_words_the_list_is_whole() -> None:
    assert len(names("  ")) == len(THINGS)
    assert Search(KIND, "").count(ContentType.objects.filter(app_label="things"), 2) == 3


@pytest.mark.usefixtures("things", "way")
def test_the_rows_own_conditions_hold() -> None:
    rows = ContentType.objects.filter(model__startswith="Muller")
    search = Search(KIND, "muller")
    assert [row.model for row in search.narrow(rows)] == ["Muller SA"]
    assert search.count(rows, 10) == 1
    assert search.count(ContentType.objects.all(), 1) == 2


@pytest.mark.usefixtures("way")
def test_another_column_may_lead_to_the_object(things: dict[int, str]) -> None:
    pk = next(pk for pk, name in things.items() if name == "Xylo Bau")
    rows = ContentType.objects.filter(app_label="things").exclude(pk=pk)
    assert not query.narrow(rows, KIND, "xylo", key="id").exists()
    assert query.narrow(ContentType.objects.all(), KIND, "xylo", key="id").get().pk == pk


@pytest.mark.usefixtures("things")
def test_a_thing_of_another_kind_is_not_found() -> None:
    assert Search("tests.other", "muller").ids == []


def test_a_count_looks_further_when_the_first_ids_are_not_of_the_list() -> None:
    made = [ContentType.objects.create(app_label="things", model=f"Thing {n}") for n in range(12)]
    index.write(KIND, [Projected(row.pk, search_text(row.model)) for row in made])
    last = ContentType.objects.filter(pk__in=[row.pk for row in made[6:]])
    assert Search(KIND, "thing").count(last, 4) == 5
    assert Search(KIND, "thing").count(last, 100) == 6


@pytest.mark.usefixtures("things")
def test_what_is_near_is_read_and_not_gathered(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ContentType.objects.filter(app_label="things").order_by("model")
    search = Search(KIND, "muller")
    assert not search.is_wide
    monkeypatch.setattr(engine(connection), "MOST_IDS", 0)
    search = Search(KIND, "muller")
    assert search.is_wide
    found = [row.model.split()[0] for row in search.near(rows)]
    assert found == ["Bäckerei", "Garage", "Muller"]
    assert not Search(KIND, "muller", is_few=True).is_wide
    assert not Search(KIND, " ").is_wide


@pytest.mark.parametrize("descending", [False, True])
def test_the_first_hits_come_without_a_gap(
    things: dict[int, str], monkeypatch: pytest.MonkeyPatch, *, descending: bool
) -> None:
    own = engine(connection)
    every = sorted(things.values(), reverse=descending)
    fitting = {"Bäckerei Müller GmbH", "Garage Mueller & Söhne", "Muller SA"}
    rows = ContentType.objects.filter(app_label="things")
    for stretches in ((1, 2), (2, 9), (9,)):
        monkeypatch.setattr(own, "STRETCHES", stretches, raising=False)
        for start in (None, *every):
            for number in (1, 2, 9):
                way = Way(number, start, descending)
                stretch = [set(), *Search(KIND, "muller").first(rows, way)][-1]
                found = {row.model for row in stretch}
                behind = [
                    name
                    for name in every
                    if name in fitting
                    and (start is None or (name <= start if descending else name >= start))
                ]
                assert found == set(behind[: len(found)])
                assert len(found) <= number
                if own.ORDERS and number == 9 and stretches == (9,):
                    assert len(found) == len(behind)
