"""Brings the catalogues in line with the source: new messages come empty, unused ones go."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from klientel.interfaces.cli.prepare.catalogues import LOCALE
from tests.architecture.messages import messages

# A date would change with every run and say nothing that the history does not.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
HEADER = "# Klientel, the words in %s. `./test words` brings this file in line with the source."


def write() -> None:
    for language in ("de", "fr"):
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        fresh, missing = _renewed(path, language)
        content = BytesIO()
        write_po(content, fresh, width=100, sort_output=True, ignore_obsolete=True)
        path.write_bytes(content.getvalue())
        sys.stdout.write(f"{language}: {len(fresh)} messages, {missing} without translation\n")


def _renewed(path: Path, language: str) -> tuple[Catalog, int]:
    with path.open("rb") as file:
        old = read_po(file, locale=language)
    fresh = Catalog(
        locale=language,
        header_comment=HEADER % old.locale.english_name,
        project="Klientel",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )
    missing = 0
    for message in messages():
        key = (message.singular, message.plural) if message.plural else message.singular
        known = old.get(message.singular, message.context)
        # One that has a plural since is another message.
        fits = known and isinstance(known.string, str) != bool(message.plural)
        words = known.string if known and fits else ""
        missing += not words
        fresh.add(key, words, context=message.context)
    return fresh, missing
