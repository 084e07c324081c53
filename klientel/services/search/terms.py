"""What somebody typed, as the strings a document must contain. Pure; knows no database.

In a stored document two spaces precede every word. So a word of one or two letters, which is
sought at the beginning of words only, becomes a string of at least three: the same trigram index
serves it, and no query ever scans for a single letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from klientel.foundation.lib import phones, text

# A document meets a query with all its terms, a term with one alternative, that with all strings.
Alternative = tuple[str, ...]
Term = tuple[Alternative, ...]

BEFORE_WORD: Final = "  "
MOST_SIGNS, MOST_WORDS, LONGEST_WORD = 250, 8, 50
_SHORTEST: Final = 3
_TOO_SHORT_TO_GUESS: Final = 4
_RUN: Final = re.compile(r"[^\W_]{3}")
_EDGE: Final = re.compile(r"^[\W_]+|[\W_]+$")
_LEAD: Final = re.compile(r"(?<!\S)(?:[^\w\s]|_)+(?=[^\W_])")
_NUMBER: Final = re.compile(r"[+(/.]*\d[\d()/.+]*")


def stored(search_text: str) -> str:
    """The form in which `search_text` lies in a document: `(zurich)` begins with its z."""
    spaced = _LEAD.sub("", search_text).replace(" ", BEFORE_WORD).replace("\n", f"\n{BEFORE_WORD}")
    return BEFORE_WORD + spaced


def parse(typed: str) -> tuple[Term, ...]:
    """The terms of a query; none when there is no letter and no digit in it."""
    typed = typed[:MOST_SIGNS].replace("(0)", " ")
    base, german = text.fold(typed).split(), text.fold_german(typed).split()
    pairs = list(zip(base, german if len(german) == len(base) else base, strict=True))
    words = [pair for pair in pairs if _EDGE.sub("", pair[0])][:MOST_WORDS]
    return tuple(dict.fromkeys(_terms(words)))


def _terms(words: Iterable[tuple[str, str]]) -> Iterator[Term]:
    for is_number, group in groupby(words, lambda pair: bool(_NUMBER.fullmatch(pair[0]))):
        if is_number:
            yield _number([base for base, _ in group])
        else:
            yield from (_word(base, german) for base, german in group)


def _word(base: str, german: str) -> Term:
    variants = [base, german]
    short = text.without_e(german)
    if len(short) >= _TOO_SHORT_TO_GUESS:  # `muel` shall not find every `mul`
        variants.append(short)
    is_short = not _RUN.search(base)
    strings = (_contained(each, begins=is_short) for each in variants)
    return tuple((string,) for string in dict.fromkeys(strings))


def _number(words: list[str]) -> Term:
    """Words as they stand, or the digits joined: `0170 / 12 34` is found in 01701234567."""
    together = tuple(map(_contained, words))
    digits = phones.digits(" ".join(words))[:LONGEST_WORD]
    if len(digits) < _SHORTEST or together == (digits,):
        return (together,)
    return (together, (digits,))


def _contained(word: str, *, begins: bool = False) -> str:
    """Three letters in a row may stand anywhere; less must begin a word."""
    if begins or not _RUN.search(word):
        return BEFORE_WORD + _EDGE.sub("", word)
    return _EDGE.sub("", word)[:LONGEST_WORD]
