"""Which column of a file is which property: proposed by the words of the header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from klientel.foundation.lib.text import fold, fold_german

from .importers import Importer, Property

_NOT_ALNUM: Final = re.compile(r"[\W_]+")
_COUNT: Final = re.compile(r" \(\d+\)$")


def keys_of(title: str) -> set[str]:
    """`E-Mail-Adresse (2)` and `email_adresse` are the same word."""
    plain = _COUNT.sub("", title)
    return {_NOT_ALNUM.sub("", folded) for folded in (fold(plain), fold_german(plain))}


def propose(titles: Sequence[str], properties: Sequence[Property]) -> dict[str, str]:
    """Column title → property key. Surer names first; what is left stays without a property."""
    words = {title: keys_of(title) for title in titles}
    names = {each.key: _names(each) for each in properties}
    chosen: dict[str, str] = {}
    for rank in range(max(map(len, names.values()), default=0)):
        for key, ranked in names.items():
            if rank >= len(ranked) or key in chosen.values():
                continue
            free = (title for title in titles if title not in chosen)
            if title := next((title for title in free if ranked[rank] & words[title]), ""):
                chosen[title] = key
    return {title: chosen[title] for title in titles if title in chosen}


def _names(each: Property) -> list[set[str]]:
    """The key itself, the labels of the export in three languages, then the other names."""
    _base, _sign, place = each.key.rpartition("_")
    ending = f" {place}" if place.isdigit() else ""
    labels: set[str] = set()
    for language, _title in settings.LANGUAGES:
        with translation.override(language):
            for label in (each.title, *each.labels):
                labels |= keys_of(str(label) if each.title is label else f"{label}{ending}")
    own = {_NOT_ALNUM.sub("", each.key)}
    return [own, labels, *(keys_of(name) for name in each.names)]


def check(importer: Importer, titles: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The mapping without what is left to the note. Raises ValidationError for `mapping`."""
    known = {each.key: each.title for each in importer.offered}
    chosen = {title: key for title, key in given.items() if key}
    for title, key in chosen.items():
        if title not in titles:
            raise _refused(_("The file has no column “%(name)s”.") % {"name": title[:80]})
        if key not in known:
            raise _refused(_("There is no property “%(name)s”.") % {"name": key[:80]})
    for key, name in known.items():
        columns = [title for title, other in chosen.items() if other == key]
        if len(columns) > 1:
            sentence = _("“%(property)s” stands for several columns: %(columns)s.")
            raise _refused(sentence % {"property": name, "columns": ", ".join(columns)})
    if not set(chosen.values()) & set(importer.needs):
        names = ", ".join(str(known[key]) for key in importer.needs)
        raise _refused(_("Choose a column for one of these: %(names)s.") % {"names": names})
    return {title: chosen[title] for title in titles if title in chosen}


def check_match(importer: Importer, match: str) -> str:
    if match and match not in importer.matches:
        sentence = _("Rows can be recognised by %(names)s.")
        raise ValidationError({"match": [sentence % {"names": ", ".join(importer.matches)}]})
    return match


def _refused(sentence: str) -> ValidationError:
    return ValidationError({"mapping": [sentence]})
