"""The handbook says what the pages say: its bold words and its table of roles are compared."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from klientel.services.accounts.choices import Role
from klientel.wiring.roles import GROUPS, ROLES
from tests.architecture import source
from tests.architecture.messages import messages
from tests.architecture.test_catalogues import catalogue, words

HANDBOOK = source.ROOT / "docs" / "handbook"
LANGUAGES = ("de", "en", "fr")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
EXPLAINED = {"de": "Fett", "en": "bold", "fr": "gras"}  # the word that says what bold means
SOFT_HYPHEN = "\u00ad"

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def pages(language: str) -> list[Path]:
    return sorted((HANDBOOK / language).glob("*.md"))


@cache
def shown(language: str) -> set[str]:
    if language == "en":
        texts = [text for found in messages() for text in (found.singular, found.plural) if text]
    else:
        texts = [text for entry in catalogue(language) for text in words(entry)]
    return {plain(text) for text in texts}


def plain(text: str) -> str:
    """Line breaks and narrow spaces are the document's own."""
    return " ".join(text.split())


def test_the_handbooks_have_the_same_pages() -> None:
    names = {language: [path.name for path in pages(language)] for language in LANGUAGES}
    assert names["de"] == names["en"] == names["fr"]


@in_each_language
def test_every_page_is_in_the_contents(language: str) -> None:
    contents = (HANDBOOK / language / "README.md").read_text(encoding="utf-8")
    assert not [path.name for path in pages(language)[1:] if f"({path.name})" not in contents]


@in_each_language
def test_bold_words_stand_on_a_page(language: str) -> None:
    wrong = [
        f"{source.place(path)}: {text}"
        for path in pages(language)
        for text in map(plain, BOLD.findall(path.read_text(encoding="utf-8")))
        if text != EXPLAINED[language] and text not in shown(language)
    ]
    assert not wrong


@in_each_language
def test_the_table_of_roles_is_true(language: str) -> None:
    """One row a permission, one column a role, both by their names on the page of roles."""
    text = (HANDBOOK / language / "people.md").read_text(encoding="utf-8")
    lines = [line for line in text.replace(SOFT_HYPHEN, "").splitlines() if line.startswith("|")]
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    with translation.override(language):
        roles = [str(Role(role).label) for role in ROLES]
        labels = {
            str(label): [code in allowed for allowed in ROLES.values()]
            for group in GROUPS
            for code, label in group.labels.items()
        }
    assert table[0][1:] == roles
    assert {row[0]: [bool(cell) for cell in row[1:]] for row in table[2:]} == labels
