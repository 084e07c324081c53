"""The messages in the source, taken out without any tool beyond Babel and Django."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from tests.architecture import source

PLAIN = ("_", "gettext", "gettext_lazy", "gettext_noop")
PLURAL = ("ngettext", "ngettext_lazy")
IN_CONTEXT = ("pgettext", "pgettext_lazy")
PLURAL_IN_CONTEXT = ("npgettext", "npgettext_lazy")
NAMES = dict.fromkeys((*PLAIN, *PLURAL, *IN_CONTEXT, *PLURAL_IN_CONTEXT))


@dataclass(frozen=True)
class Message:
    context: str | None
    singular: str
    plural: str | None
    place: str


def _calls(text: str, place: str) -> Iterator[Message]:
    """Calls whose words stand in variables have nothing to extract."""
    for line, name, words, _ in extract_python(BytesIO(text.encode()), NAMES, [], {}):
        parts = [words] if isinstance(words, str) else [word for word in words or () if word]
        context = parts.pop(0) if name in IN_CONTEXT + PLURAL_IN_CONTEXT and parts else None
        if parts:
            plural = parts[1] if name in PLURAL + PLURAL_IN_CONTEXT and parts[1:] else None
            yield Message(context, parts[0], plural, f"{place}:{line}")


def _of_template(path: Path) -> str:
    """Calls without indentation: what Django leaves between them is not Python."""
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in text.splitlines())


def messages() -> Iterator[Message]:
    for path in source.files("klientel", suffix=".py"):
        if not source.is_test(path):
            yield from _calls(path.read_text(encoding="utf-8"), source.place(path))
    for suffix in (".html", ".txt"):
        for path in source.files("klientel", suffix=suffix):
            yield from _calls(_of_template(path), source.place(path))
