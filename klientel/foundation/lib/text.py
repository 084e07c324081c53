"""Text as people type it: cleaned for storing, folded for finding and sorting.

Two folds stand side by side: `fold` drops marks (Müller, muller), `fold_german` writes them out
(Müller, mueller). Whoever searches compares `folds`, so Müller, Mueller and Muller all meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import Final

# Letters that NFKD leaves whole although readers take them for the plain one.
_PLAIN: Final = {
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
    "ŋ": "n",
    "ŧ": "t",
}
_GERMAN: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"}
_BETWEEN_WORDS: Final = "-‐‑‒–—−'’‘ʼ`´"
_JOINS: Final = str.maketrans(dict.fromkeys("-'`", " "))

# Characters that show nothing: soft hyphen, zero width space, word joiner, byte order mark, and
# the marks that turn the direction of text (they make one name look like another).
_UNSEEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WRITTEN_E: Final = re.compile("(?<=[ao])e|(?<![aeq]u)(?<=u)e")
_LINE_END: Final = re.compile("\r\n?|[\u0085\u2028\u2029]")
_LINE_TAIL: Final = re.compile(r"[^\S\n]+$", re.MULTILINE)


class _Folds(dict[int, str]):
    """Code point to folded text, filled as letters turn up; `str.translate` asks it."""

    def __init__(self, special: dict[str, str]) -> None:
        super().__init__({ord(sign): folded for sign, folded in special.items()})

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(sign: str) -> str:
    if sign in _BETWEEN_WORDS:
        return " "
    category = unicodedata.category(sign)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    if category in {"Cf", "Cs"}:
        return ""
    before, now = "", sign
    while now != before:
        before, now = now, unicodedata.normalize("NFKD", now.casefold())
        now = "".join(_PLAIN.get(c, c) for c in now if not unicodedata.combining(c))
    return "".join(" " if c in _BETWEEN_WORDS else c for c in now)


_BASE: Final = _Folds({})
_WRITTEN_OUT: Final = _Folds(_GERMAN)


def fold(value: str) -> str:
    """Base letters in lower case, single spaces: `L’Haÿ-les-Roses` → `l hay les roses`."""
    if value.isascii() and value.isprintable():
        return " ".join(value.lower().translate(_JOINS).split())
    return " ".join(value.translate(_BASE).split())


def fold_german(value: str) -> str:
    """As `fold`, with ä, ö, ü written ae, oe, ue."""
    if value.isascii():
        return fold(value)
    return " ".join(unicodedata.normalize("NFC", value).translate(_WRITTEN_OUT).split())


@lru_cache(maxsize=8192)  # what a contact's document holds is in its customer's too
def folds(value: str) -> tuple[str, ...]:
    """Both folds, and what the written-out one would be without its e; each once."""
    base = fold(value)
    if value.isascii():
        short = without_e(base)
        return (base,) if short == base else (base, short)
    german = fold_german(value)
    return tuple(dict.fromkeys((base, german, without_e(german))))


def without_e(folded: str) -> str:
    """`mueller` → `muller`; an ue after a, e or q is none of ours: Bauer, Neuer, Quelle."""
    if "ue" in folded or "ae" in folded or "oe" in folded:
        return _WRITTEN_E.sub("", folded)
    return folded


def search_text(*values: str) -> str:
    """What a search document holds: the folds of every value, one a line, none twice."""
    lines = dict.fromkeys(chain.from_iterable(map(folds, values)))
    lines.pop("", None)
    return "\n".join(lines)


def listed(words: str) -> frozenset[str]:
    """Words with blanks between."""
    return frozenset(words.split())


def clean(value: str, *, multiline: bool = False) -> str:
    """As stored: composed letters, nothing invisible, no stray space."""
    if value.isprintable():  # no line ends, nothing unseen, no space but the plain one
        value = value if value.isascii() else unicodedata.normalize("NFC", value)
        if multiline:
            return value.strip()
        is_tidy = "  " not in value and value[:1] != " " and value[-1:] != " "
        return value if is_tidy else " ".join(value.split())
    value = _UNSEEN.sub("", unicodedata.normalize("NFC", _LINE_END.sub("\n", value)))
    if multiline:
        return _LINE_TAIL.sub("", _CONTROL.sub("", value)).strip()
    return " ".join(_CONTROL.sub(" ", value).split())


_FIGURES: Final = re.compile(r"\d+")


def natural_key(value: str) -> str:
    """Sorts as people count: `R-9` before `R-10`."""
    return _FIGURES.sub(lambda match: match[0].lstrip("0").rjust(12, "0"), fold(value))
