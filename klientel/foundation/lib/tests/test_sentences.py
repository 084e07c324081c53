"""A sentence kept in one language is said in another."""

import json
import pickle

import pytest
from django.utils import translation

from klientel.foundation.lib.sentences import Kept, Sentence, gettext, kept, ngettext, say


def through_json(text: str) -> Kept:
    found: Kept = json.loads(json.dumps(kept(text)))
    return found


def test_a_sentence_is_a_text_in_the_language_of_the_moment() -> None:
    with translation.override("de"):
        sentence = gettext("There is no country “%(value)s”.") % {"value": "Utopia"}
    assert sentence == "Das Land „Utopia“ gibt es nicht."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "There is no country “Utopia”."),
        ("de", "Das Land „Utopia“ gibt es nicht."),
        ("fr", "Il n’y a pas de pays « Utopia »."),
    ],
)
def test_what_was_kept_is_said_in_the_language_of_the_reader(language: str, said: str) -> None:
    with translation.override("fr"):
        found = through_json(gettext("There is no country “%(value)s”.") % {"value": "Utopia"})
    with translation.override(language):
        assert say(found).replace("\u00a0", " ").replace("\u202f", " ") == said


def test_a_plural_stays_one() -> None:
    with translation.override("de"):
        one, two = (
            through_json(
                ngettext(
                    "The row has %(found)s cell, the header has %(width)s.",
                    "The row has %(found)s cells, the header has %(width)s.",
                    count,
                )
                % {"found": count, "width": 5}
            )
            for count in (1, 2)
        )
    with translation.override("en"):
        assert say(one) == "The row has 1 cell, the header has 5."
        assert say(two) == "The row has 2 cells, the header has 5."


def test_a_text_that_is_no_sentence_is_shown_as_it_is() -> None:
    assert say(through_json("Schon lange hier: 100 %")) == "Schon lange hier: 100 %"
    assert say(through_json(gettext("100 %"))) == "100 %"


def test_it_comes_through_a_pipe_whole_and_without_what_no_database_takes() -> None:
    sentence = gettext("There is no country “%(value)s”.") % {"value": "a\x00b" * 200}
    again = pickle.loads(pickle.dumps(sentence))
    assert isinstance(again, Sentence)
    assert kept(again) == kept(sentence)
    assert "\\u0000" not in json.dumps(kept(again))
