"""Words in cells: what counts as empty, yes and no, and fixed lists by any of their names."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from django.db.models import Choices
from django.utils import translation

from klientel.domains.customers import choices
from klientel.foundation.lib import domains as mail_domains
from klientel.foundation.lib import names
from klientel.foundation.lib.refusals import Refused
from klientel.foundation.lib.text import fold, fold_german
from klientel.foundation.lib.urls import check

# Exactly as programs write it: Null is a family name.
EMPTY: Final = frozenset({"NULL", "null", "(null)", "<null>", "\\N", "#N/A", "#NV", "N/A", "n/a"})
ALSO: Final[dict[type[Choices], dict[str, str]]] = {
    choices.Kind: {
        "company": "firma|unternehmen|organisation|organization|entreprise|societe|business",
        "individual": "privat|privatkunde|person|private|particulier|prive|b2c",
    },
    choices.CustomerType: {"vendor": "supplier|lieferant|fournisseur", "customer": "kunde|client"},
    choices.Segment: {"oem": "oem|hersteller|fabricant|manufacturer", "other": "sonstige|autres"},
    choices.ParentRelation: {
        "subsidiary": "tochter|tochtergesellschaft|child",
        "franchise": "franchise|franchisenehmer|franchise",
        "branch": "niederlassung|agence|branch office",
    },
    choices.ContactKind: {
        "department": "abteilung|departement|service",
        "person": "mensch|personne",
    },
}
SALUTATIONS: Final = {
    "mr": "mr|mister|herr|herrn|hr|monsieur|m|sir",
    "ms": "ms|mrs|miss|frau|fr|madame|mme|mademoiselle|mlle|fraulein",
    "diverse": "mx|divers|diverse|autre",
}
_HYPERLINK: Final = re.compile(r"([^#]*)#([^#]+)#[^#]*", re.DOTALL)
_PAGE: Final = re.compile(r"[^/]*\.(?:html?|asp|aspx|php|pdf)", re.IGNORECASE)


def is_empty(cell: str) -> bool:
    stripped = cell.strip()
    return not stripped or stripped in EMPTY


def choice(kind: type[Choices], cell: str) -> str | None:
    """The stored value for a label in any of the languages, or for the value itself."""
    index = _index(kind)
    return next((index[word] for word in (fold(cell), fold_german(cell)) if word in index), None)


@cache
def _index(kind: type[Choices]) -> dict[str, str]:
    index: dict[str, str] = {}
    for value, words in ALSO.get(kind, {}).items():
        index.update(dict.fromkeys(words.split("|"), value))
    for language in ("de", "fr", "en"):
        with translation.override(language):
            for value, label in kind.choices:
                if value:
                    index.setdefault(fold(str(label)), str(value))
                    index.setdefault(fold(str(value)), str(value))
    return index


@cache
def _salutations() -> dict[str, str]:
    return {word: value for value, words in SALUTATIONS.items() for word in words.split("|")}


def courtesy(cell: str) -> tuple[str, str, str]:
    """`Frau Dr.` → salutation ms, title Dr., and what is neither."""
    salutation, title, rest = "", "", ""
    for word in cell.split():
        known = _salutations().get(fold(word).rstrip("."))
        if known:
            salutation = salutation or known
        elif names.split(f"{word} X").title:
            title = f"{title} {word}".strip()
        else:
            rest = f"{rest} {word}".strip()
    return salutation, title, rest


def website(cell: str) -> tuple[str, bool]:
    """The address, and whether it says all the cell did. Raises Refused.

    Databases of the nineties write `shown text#address#`.
    """
    match = _HYPERLINK.fullmatch(cell)
    address = match[2] if match else cell
    if _PAGE.fullmatch(address):
        address = "file:"  # the name of a page is no host, although its ending looks like one
    return check(address), not (match and match[1].strip())


def domains(cell: str) -> tuple[list[str], list[str]]:
    """Those of organisations, and what is none."""
    good: list[str] = []
    others: list[str] = []
    for part in re.split(r"[\s,;|]+", cell):
        try:
            name = mail_domains.check(part)
        except Refused:
            others += [part] if part else []
            continue
        (others if mail_domains.is_public(name) else good).append(name)
    return list(dict.fromkeys(good)), others
