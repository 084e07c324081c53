"""What an operator may set and what the journal may hold is written down."""

import re

from tests.architecture import source

VARIABLE = re.compile(r"\bKLIENTEL_[A-Z_]+\b")
ROW = re.compile(r"^\| `([\w.]+)` \|", re.MULTILINE)


def test_every_setting_is_documented_for_operators() -> None:
    pages = source.files("docs/operating", suffix=".md")
    written = VARIABLE.findall("\n".join(path.read_text(encoding="utf-8") for path in pages))
    read = VARIABLE.findall((source.PACKAGE / "config" / "env.py").read_text(encoding="utf-8"))
    assert set(read) == set(written)


def test_every_kind_of_fact_is_explained() -> None:
    kinds = (source.ROOT / "tests/architecture/fact_kinds.txt").read_text(encoding="utf-8").split()
    explained = ROW.findall((source.ROOT / "docs/journal.md").read_text(encoding="utf-8"))
    assert sorted(explained) == kinds
