"""How names sound to German and French ears: spellings that are heard alike have the same key.

After the Cologne phonetics, with the French spellings brought to the same letters first, as one
list holds names of both languages: Meyer, Maier and Mayr meet, and so do Lefèvre and Lefebvre,
Dupont and Dupond, Gauthier and Gautier. A key is for finding and comparing, never for showing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .text import listed

# Spellings of one sound, the longer first. The texts are folded: no marks, lower case.
_SPELLINGS: Final = (
    ("sch", "s"),
    ("tsch", "s"),
    ("eaux", "o"),
    ("eau", "o"),
    ("aux", "o"),
    ("aud", "o"),
    ("ault", "o"),
    ("ph", "f"),
    ("th", "t"),
    ("ebvr", "evr"),
    ("euvr", "evr"),
    ("dt", "t"),
    ("qu", "k"),
    ("ck", "k"),
    ("gn", "n"),
    ("tz", "z"),
    ("y", "i"),
)
_SPELT: Final = re.compile("|".join(sorted((f for f, _t in _SPELLINGS), key=len, reverse=True)))
_PLAIN: Final = dict(_SPELLINGS)
_SOFT_C: Final = re.compile("c(?=[ei])")
_SOFT_G: Final = re.compile("g(?=[ei])")
_SILENT: Final = re.compile("(?<=[aeiou]n)[dt]s?$")  # Dupont, Dupond
_CLASSES: Final = str.maketrans("aeiouwvfbpdtgkqcxlmnrszj", "000003331122444445667888", "h")
_TWICE: Final = re.compile(r"(.)\1+")
_NO_WORD: Final = re.compile("[^a-z0-9 ]+")
LENGTH: Final = 40
WORDS: Final = 3  # of a name; the rest tells branches and places apart

# What companies carry besides their name; `&`, `und` and `et` join.
NOISE: Final = listed(
    "ag gmbh mbh kg kgaa ohg ug gbr ev se co cie sa sas sasu sarl eurl snc sci sc scop "
    "spa srl inc ltd llc llp plc limited bv nv und et and the der die das le la les du de "
    "des von societe ste ets etablissements firma fa gesellschaft holding group groupe "
    "gruppe schweiz suisse deutschland france"
)


def words(folded: str) -> list[str]:
    """The words of a folded name that tell companies apart; all of them if none does."""
    found = _NO_WORD.sub("", folded.replace(".", "").replace("&", " ")).split()
    return [word for word in found if word not in NOISE] or found


def of_company(folded: str) -> str:
    """The sound of a folded company name, whatever its legal form and the order of its words."""
    return _joined(words(folded))


def of_person(folded: str) -> str:
    """The sound of a folded name, whichever of its names stands first."""
    return _joined(_NO_WORD.sub("", folded).split())


def _joined(found: list[str]) -> str:
    return " ".join(sorted(filter(None, map(of_word, found[:WORDS]))))[:LENGTH]


@lru_cache(maxsize=16384)
def of_word(word: str) -> str:
    """Empty for what cannot be said. Figures sound as they are."""
    if not word.isalpha():
        return word
    heard = _SPELT.sub(lambda found: _PLAIN[found[0]], word)
    heard = _SOFT_G.sub("j", _SOFT_C.sub("s", heard))
    code = _TWICE.sub(r"\1", _SILENT.sub("", heard).translate(_CLASSES))
    return code[:1] + code[1:].replace("0", "")
