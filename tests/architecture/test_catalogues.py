"""German and French are complete: no message is missing, doubtful or short of a placeholder."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from tests.architecture import source
from tests.architecture.messages import messages

LANGUAGES = ("de", "fr")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
UNNAMED = re.compile(r"(?<!%)%[sd]")


@cache
def catalogue(language: str) -> Catalog:
    path = source.PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def words(entry: Entry) -> list[str]:
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or ())


def original(entry: Entry) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    missing = []
    for message in messages():
        entry = catalogue(language).get(message.singular, message.context)
        if entry is None or entry.fuzzy or not all(words(entry)):
            missing.append(f"{message.place} {message.singular!r}")
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    """`./test words` takes such messages out."""
    said = {(message.context, message.singular) for message in messages()}
    kept = [
        (entry.context, entry.id if isinstance(entry.id, str) else entry.id[0])
        for entry in catalogue(language)
        if entry.id
    ]
    assert not [key for key in kept if key not in said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    """A plural may leave its number out where the form says it (one, none)."""
    wrong = [
        entry.id
        for entry in catalogue(language)
        for text in words(entry)[-1:]
        if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(original(entry)))
    ]
    assert not wrong


def test_placeholders_have_names() -> None:
    """Translators move words about; a bare %s cannot follow."""
    assert not [message for message in messages() if UNNAMED.search(message.singular)]
