"""What a number or an address is for: the types of a property, and the labels people give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.utils.translation import pgettext

from klientel.foundation.lib.text import fold, listed

from .values import Property

_APPLE: Final = re.compile(r"_\$!<(.*)>!\$_")
_FAX: Final = re.compile(r"fax|telefax|telecopie")
_MOBILE: Final = re.compile(r"mobil|handy|natel|iphone|cell|portable|gsm")
_USUAL: Final = listed(  # what goes without saying of the number of a business
    "WORK VOICE CELL PREF INTERNET FAX MAIN IPHONE OTHER MSG TEXT POSTAL PARCEL INTL DOM "
    "BUSINESS X-INTERNET X-OTHER X-MOBILE HOMEPAGE PROFILE MOBILE WORKFAX PAGER SMS"
)


def labels_of(properties: Sequence[Property]) -> dict[str, str]:
    """`item1.X-ABLabel` by its group."""
    found: dict[str, str] = {}
    for each in properties:
        if each.name == "X-ABLABEL" and each.group:
            text = each.text.strip()
            match = _APPLE.fullmatch(text)
            found[each.group] = match[1] if match else text
    return found


def kind_of_phone(found: Property, label: str) -> str:
    word = fold(label)
    if "PAGER" in found.types:
        return "pager"
    if any("FAX" in each for each in found.types) or _FAX.search(word):
        return "fax"
    if {"CELL", "IPHONE", "MOBILE", "X-MOBILE"} & set(found.types) or _MOBILE.search(word):
        return "mobile"
    return "phone"


def said_of(found: Property, label: str) -> str:
    """What is worth keeping of it: somebody's own word, and what is private."""
    types = [each for each in found.types if each not in _USUAL and "FAX" not in each]
    given = [_word(each) for each in types]
    if label and label.upper() not in _USUAL:
        given.append(_word(label))
    return ", ".join(dict.fromkeys(given))


def _word(label: str) -> str:
    if label.upper() in {"HOME", "X-HOME"}:
        return pgettext("phone", "private")
    return label.removeprefix("X-").lower() if label.isupper() else label
