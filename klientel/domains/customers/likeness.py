"""How sure it is that two records mean the same: what they share, and how alike their names are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from klientel.foundation.lib import likeness, sounds

from .alike import EMAIL, NAME, PHONE, SHORTEST_NUMBER, SIMILAR, VAT_ID

SURE: Final[dict[str, float]] = {VAT_ID: 0.85, EMAIL: 0.62, PHONE: 0.45}
NAME_HERE, NAME_ELSEWHERE = 0.75, 0.49  # the same name, at one place or anywhere
SAME_NAME: Final = 0.98  # from here on it is no longer similar, but the same
LIKELIHOOD: Final = 50  # of 100; below it nobody is bothered
APART: Final = 0.5  # what says that they differ takes this much of the certainty
PREFIX: Final = 4  # letters of a name


@dataclass(frozen=True)
class Profile:
    """What of a record is compared. `place`: postcode or city of a customer, the customer of a
    contact; `name` is folded, for a company without its legal form."""

    key: int
    is_company: bool
    name: str
    sound: str
    place: str = ""
    city: str = ""
    vat_id: str = ""
    external: tuple[str, str] = ("", "")  # source and id
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    figures: tuple[str, ...] = ()  # of the name

    def blocks(self) -> Iterator[str]:
        """Whoever shares one of these is compared."""
        if self.vat_id:
            yield f"v{self.vat_id}"
        yield from (f"e{email}" for email in self.emails)
        yield from (f"p{phone}" for phone in self.phones if len(phone) >= SHORTEST_NUMBER)
        if not self.name:
            return
        if self.is_company or " " in self.name:
            yield f"x{self.name}"
        if self.place:
            yield f"n{self.name[:PREFIX]}|{self.place}"
            if self.sound:
                yield f"s{self.sound}|{self.place}"
        elif self.sound and " " in self.sound:
            yield f"s{self.sound}"


def plain_name(folded: str, *, is_company: bool) -> str:
    return " ".join(sounds.words(folded)) if is_company else folded


@dataclass(frozen=True)
class Likeness:
    score: int  # of 100
    reasons: Sequence[str]  # codes, the surest first


NOTHING: Final = Likeness(0, ())


def _shared(one: Profile, other: Profile) -> Iterator[str]:
    if one.vat_id and one.vat_id == other.vat_id:
        yield VAT_ID
    if not one.emails.isdisjoint(other.emails):
        yield EMAIL
    if not one.phones.isdisjoint(other.phones):
        yield PHONE


def compare(one: Profile, other: Profile) -> Likeness:
    """Each reason leaves less doubt; what contradicts it brings some back."""
    doubt = 1.0
    reasons = list(_shared(one, other))
    for reason in reasons:
        doubt *= 1 - SURE[reason]
    alike = 0.0
    if one.name and other.name and one.figures == other.figures:
        is_heard_same = one.sound == other.sound
        alike = likeness.of_letters(one.name, other.name, is_heard_same=is_heard_same)
    if not reasons and alike < likeness.ALIKE:  # by far the most
        return NOTHING
    if alike >= likeness.ALIKE:
        here = _is_same_place(one, other)
        doubt *= 1 - (NAME_HERE if here else NAME_ELSEWHERE) * alike
        reasons.append(NAME if alike >= SAME_NAME else SIMILAR)
    sure = 1 - doubt
    if _contradict(one, other):
        sure *= APART
    return Likeness(round(100 * sure), reasons)


def _is_same_place(one: Profile, other: Profile) -> bool:
    is_same = bool(one.place) and one.place == other.place
    return is_same or (bool(one.city) and one.city == other.city)


def _contradict(one: Profile, other: Profile) -> bool:
    """Both say who they are, differently."""
    if one.vat_id and other.vat_id and one.vat_id != other.vat_id:
        return True
    mine, theirs = one.external, other.external
    return bool(mine[1] and theirs[1]) and mine[0] == theirs[0] and mine != theirs
