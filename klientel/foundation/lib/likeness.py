"""How alike two folded names are, from 0 to 1: letters by rapidfuzz, and how they sound."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz import fuzz

from . import sounds

ALIKE: Final = 0.85  # from here on worth a hint
SOUNDS_SAME: Final = 0.9  # what the same sound is worth where the letters are not far apart
FIGURES: Final = re.compile(r"\d+")
NOT_FAR: Final = 65.0  # of 100


def of_companies(one: str, other: str) -> float:
    """Legal forms and joining words do not count."""
    mine, theirs = " ".join(sounds.words(one)), " ".join(sounds.words(other))
    return of_plain(mine, theirs, is_heard_same=sounds.of_company(one) == sounds.of_company(other))


def of_people(one: str, other: str) -> float:
    return of_plain(one, other, is_heard_same=sounds.of_person(one) == sounds.of_person(other))


def of_plain(one: str, other: str, *, is_heard_same: bool) -> float:
    """Of names that are folded and cut down already. Figures tell apart: Halle 3 is not Halle 4."""
    if not one or not other or figures(one) != figures(other):
        return 0.0
    return of_letters(one, other, is_heard_same=is_heard_same)


def of_letters(one: str, other: str, *, is_heard_same: bool) -> float:
    """Of names whose figures are the same."""
    letters = fuzz.token_sort_ratio(one, other, score_cutoff=NOT_FAR)
    if is_heard_same and letters >= NOT_FAR:
        return max(letters / 100, SOUNDS_SAME)
    return letters / 100


def figures(name: str) -> tuple[str, ...]:
    return tuple(sorted(FIGURES.findall(name)))
