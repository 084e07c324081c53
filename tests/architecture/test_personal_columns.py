"""Every column that can hold words is classed: does it say something about a person?

`personal_columns.txt` is the registry that erasing and disclosing go by.
"""

from pathlib import Path

from django.db import models

from tests.architecture.test_models import own_models

REGISTRY = Path(__file__).with_name("personal_columns.txt")
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


def test_every_column_of_words_is_in_the_registry() -> None:
    lines = REGISTRY.read_text(encoding="utf-8").splitlines()
    registry = dict(line.split(" ") for line in lines)
    assert set(registry) == columns()
    assert set(registry.values()) == {"person", "no"}
    assert lines == sorted(lines)
