from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klientel.foundation.lib import names
from klientel.foundation.lib.names import Name


@pytest.mark.parametrize(
    ("full", "name"),
    [
        ("Maria Anders", Name("Maria", "Anders", certain=True)),
        ("Anders, Maria", Name("Maria", "Anders", certain=True)),
        ("Isabel de Castro", Name("Isabel", "de Castro", certain=True)),
        ("Antonio del Valle Saavedra", Name("Antonio", "del Valle Saavedra", certain=True)),
        ("Dr. Ana van der Berg", Name("Ana", "van der Berg", "Dr.", certain=True)),
        (
            "Herr Prof. Dr. med. Max von Bülow",
            Name("Max", "von Bülow", "Prof. Dr. med.", "Herr", certain=True),
        ),
        ("von der Leyen, Dr. Ursula", Name("Ursula", "von der Leyen", "Dr.", certain=True)),
        ("Fuller, Andrew, Dr.", Name("Andrew", "Fuller", "Dr.", certain=True)),
        ("M. Jean Favre", Name("Jean", "Favre", "", "M.", certain=True)),
        ("M. K. Gandhi", Name("M. K.", "Gandhi")),
        ("Patricia McKenna", Name("Patricia", "McKenna", certain=True)),
        ("Miguel Angel Paolino", Name("Miguel Angel", "Paolino")),
        ("Ana María García López", Name("Ana María", "García López")),
        ("Martin King, Jr.", Name("Martin", "King Jr.", certain=True)),
        ("Sammy Davis Jr.", Name("Sammy", "Davis Jr.", certain=True)),
        ("Frau Huber", Name("", "Huber", "", "Frau")),
        ("de Gaulle", Name("", "de Gaulle")),
        ("Madonna", Name("", "Madonna")),
        ("", Name()),
    ],
)
def test_a_name_is_taken_apart(full: str, name: Name) -> None:
    assert names.split(full) == name


WORDS = ["Ana", "Dr.", "von", "Jr.", "Herr", "M.", ",", "Müller", "PhD", "de", "Mac"]


@given(st.lists(st.sampled_from(WORDS), max_size=7))
def test_no_word_of_a_name_is_lost(words: list[str]) -> None:
    name = names.split(" ".join(words))
    kept = f"{name.salutation} {name.title} {name.first} {name.last}".split()
    assert sorted(kept) == sorted(word for word in words if word != ",")
