"""Yes and no, in the words of people and of programs."""

from __future__ import annotations

from typing import Final

from .text import fold, listed

YES: Final = listed("1 yes y true wahr ja j x oui o vrai si active aktiv actif on")
NO: Final = listed("0 no n false falsch nein non faux inactive inaktiv inactif off gesperrt")


def yes_or_no(given: str) -> bool | None:
    """None for what is neither."""
    word = fold(given)
    return True if word in YES else False if word in NO else None
