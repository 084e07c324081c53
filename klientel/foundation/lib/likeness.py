"""How alike two folded names are, from 0 to 1: letters by rapidfuzz, and how they sound."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz

from . import sounds

ALIKE: Final = 0.85  # from here on worth a hint
SOUNDS_SAME: Final = 0.9  # what the same sound is worth where the letters are not far apart
NOT_FAR: Final = 65.0  # of 100


def of_companies(one: str, other: str) -> float:
    """Legal forms and joining words do not count."""
    mine, theirs = " ".join(sounds.words(one)), " ".join(sounds.words(other))
    return _of(mine, theirs, is_heard_same=sounds.of_company(one) == sounds.of_company(other))


def of_people(one: str, other: str) -> float:
    return _of(one, other, is_heard_same=sounds.of_person(one) == sounds.of_person(other))


def _of(one: str, other: str, *, is_heard_same: bool) -> float:
    letters = fuzz.token_sort_ratio(one, other)
    if is_heard_same and letters >= NOT_FAR:
        return max(letters / 100, SOUNDS_SAME)
    return letters / 100
