"""Languages to write to people in: two-letter codes, named in the reader's language."""

from __future__ import annotations

from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from .text import fold, fold_german

FIRST: Final = ("de", "fr", "en", "it", "nl")
_REST: Final = "ar bg cs da el es et fi hr hu ja lt lv nb pl pt ro ru sk sl sr sv tr uk zh"
CODES: Final = (*FIRST, *_REST.split())
_ALSO: Final = {"no": "nb", "norsk": "nb", "norwegian": "nb", "norwegisch": "nb", "norvegien": "nb"}


def find(text: str) -> str | None:
    """The code for `de`, `de-CH`, `deu`, `German`, `Allemand` or `Deutsch`."""
    text = text.strip()
    folded = (fold(text), fold_german(text), text.replace("_", "-").partition("-")[0].lower())
    return next((code for key in folded if (code := _index().get(key))), None)


def name(code: str, language: str = "en") -> str:
    """The code itself where the language is none of ours."""
    return _names(language).get(code, code)


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """For a select: the usual ones first, then all by name."""
    names = _names(language)
    rest = sorted(_REST.split(), key=lambda code: fold(names[code]))
    return tuple((code, names[code]) for code in (*FIRST, *rest))


@cache
def _names(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    return {code: locale.languages[code] for code in CODES}


@cache
def _index() -> dict[str, str]:
    index = {code: code for code in CODES} | _ALSO
    for code in CODES:
        texts = [_names(reader)[code] for reader in ("de", "fr", "en")]
        for text in [*texts, Locale.parse(code).get_language_name(code) or ""]:
            index.setdefault(fold(text), code)
            index.setdefault(fold_german(text), code)
    for alias, code in get_global("language_aliases").items():
        if len(alias) == 3 and code in CODES:
            index.setdefault(alias, code)
    index.pop("", None)
    return index
