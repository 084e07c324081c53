"""Every column that can hold words is classed: does it say something about a person?

`personal_columns.txt` classes them all; what says something about a person is in the registry of
`foundation.db.personal`, which disclosing and erasing go by.
"""

from pathlib import Path

from django.db import models

from klientel.foundation.db import personal
from klientel.foundation.db.personal import About, Erased, Told
from tests.architecture.test_models import own_models

CLASSES = Path(__file__).with_name("personal_columns.txt")
WORDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.FileField,
    models.BinaryField,
    models.GenericIPAddressField,
)


def columns() -> set[str]:
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS)
    }


def classes() -> dict[str, str]:
    lines = CLASSES.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    return dict(line.split(" ") for line in lines)


def test_every_column_of_words_is_classed() -> None:
    assert set(classes()) == columns()
    assert set(classes().values()) == {"person", "no"}


def test_every_personal_column_says_what_becomes_of_it() -> None:
    wanted = {name for name, word in classes().items() if word == "person"}
    assert set(personal.known()) == wanted


def test_what_is_kept_says_why_and_what_is_told_is_theirs() -> None:
    for name, column in personal.known().items():
        assert bool(column.why) == (column.erased == Erased.KEPT), name
        if column.told == Told.NOT_THEIRS:
            assert column.about != About.CONTACT, name
