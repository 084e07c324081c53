"""A person's name in one text, taken apart: titles, first name, last name.

There is no sure way to do it; `certain` says where nothing had to be guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SALUTATIONS: Final = _words(
    "herr herrn frau fräulein hr fr mr mrs ms miss mx sir madam monsieur madame mademoiselle m mme "
    "mlle señor señora sr sra signor signora"
)
_TITLES: Final = _words(
    "dr dres prof professor professeur pr mag dipl ing dipl.-ing dipl.-kfm dipl.-kffr dipl.-inf "
    "med jur phil rer nat h.c hc habil pd univ.-prof me maître ir lic iur oec docteur doktor "
    "dr.-ing b.sc m.sc bsc msc mba ph.d phd ll.m"
)
_SUFFIXES: Final = _words("jr sr jun sen ii iii iv")
_PARTICLES: Final = _words(
    "von vom van de del della dello degli dei di da das do dos du des der den dem ten ter te zu "
    "zum zur la le les lo los las el al y und af av bin ibn ben st saint sankt mac o' d' d’"
)


@dataclass(frozen=True)
class Name:
    first: str = ""
    last: str = ""
    title: str = ""
    salutation: str = ""
    certain: bool = False


def split(full: str) -> Name:
    """`Dr. Ana van der Berg` → Ana, van der Berg, title Dr.; no word is lost."""
    parts = [" ".join(part.split()) for part in full.split(",")]
    parts = [part for part in parts if part]
    salutation, title, words = _without_titles(parts[0].split() if parts else [])
    first, last, certain = _first_and_last(words)
    names: list[str] = []
    for part in parts[1:]:
        if all(_is_title(word) for word in part.split()):
            title = f"{title} {part}".strip()
        elif all(_plain(word) in _SUFFIXES for word in part.split()):
            last = f"{last} {part}".strip()
        else:
            names.append(part)
    if names:
        behind, more, rest = _without_titles(names[0].split())
        salutation = f"{salutation} {behind}".strip()
        title = f"{more} {title}".strip()
        last = " ".join([*words, *_suffixes_of(last, words)])
        first, certain = " ".join([*rest, *names[1:]]), len(names) == 1
    return Name(first, last, title, salutation, certain=certain and bool(first and last))


def _suffixes_of(last: str, words: list[str]) -> list[str]:
    """Suffixes that came after a comma, when the words before it turn out to be the last name."""
    return [word for word in last.split() if word not in words]


def _first_and_last(words: list[str]) -> tuple[str, str, bool]:
    """Two words are sure, and a particle says where the last name begins; the rest is a guess."""
    if len(words) < 2 or (words[0].islower() and words[0] in _PARTICLES):
        return "", " ".join(words), False
    tail = len(words)
    while tail > 1 and _plain(words[tail - 1]) in _SUFFIXES:
        tail -= 1
    particle = next((i for i in range(1, tail - 1) if words[i].lower() in _PARTICLES), 0)
    given = 2 if tail == 4 else tail - 1  # four words are most often two and two, as in Spain
    at = particle or max(given, 1)
    return " ".join(words[:at]), " ".join(words[at:]), bool(particle) or tail == 2


def _without_titles(words: list[str]) -> tuple[str, str, list[str]]:
    salutation: list[str] = []
    title: list[str] = []
    while len(words) > 1 and not title and _is_salutation(words):
        salutation.append(words[0])
        words = words[1:]
    while len(words) > 1 and _is_title(words[0]):
        title.append(words[0])
        words = words[1:]
    behind: list[str] = []
    while len(words) > 2 and _is_title(words[-1]):
        behind.insert(0, words[-1])
        words = words[:-1]
    return " ".join(salutation), " ".join([*title, *behind]), words


def _is_salutation(words: list[str]) -> bool:
    """`M. Favre` is Monsieur Favre, `M. Jean Favre` too; an M before an initial is a first name."""
    word = _plain(words[0])
    return word in _SALUTATIONS and not (word == "m" and len(_plain(words[1])) == 1)


def _plain(word: str) -> str:
    return word.rstrip(".").lower()


def _is_title(word: str) -> bool:
    plain = _plain(word)
    return plain in _TITLES and (word.endswith(".") or len(plain) > 2 or plain in {"dr", "pd"})
