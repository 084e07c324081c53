"""The registry of columns that say something about people: what for, and what becomes of them.

Every package lists its own in `personal.py`, `wiring.personal` puts them together. A column of
words that is neither there nor classed as impersonal fails the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class About(Enum):
    """Whom a column can say something about."""

    CONTACT = _("People at customers")
    CUSTOMER = _("Customers")
    STAFF = _("Staff")


class Data(Enum):
    """What kind of thing it says."""

    NAME = pgettext_lazy("kind of data", "Name")
    REACH = _("Phone and e-mail")
    PLACE = pgettext_lazy("kind of data", "Address")
    ROLE = _("Position, language, form of address")
    REFERENCE = _("References in other systems")
    WORDS = _("Free text")
    FILES = pgettext_lazy("kind of data", "Files")
    ACTS = _("What happened")
    ACCOUNT = _("Sign-in and settings")


class Purpose(Enum):
    """What we hold it for."""

    DEAL = _("Look after customers")
    FIND = _("Find records")
    PROVE = _("Show who changed what, and take it back")
    WRITE = _("Send mails")
    TAKE_OVER = _("Take over data from files")
    ONCE = _("Do once what a program sends twice")
    SIGN_IN = _("Let staff sign in")


class Told(Enum):
    """How the file about a person has it."""

    FIELD = _("As a field")
    HISTORY = _("In the history")
    MAIL = _("With the mails")
    IMPORT = _("With the imports")
    FILE = _("As a file")
    NOT = _("Not again: it is derived from the others")
    NOT_THEIRS = _("Not: it is about somebody else")


class Erased(Enum):
    """What erasing a person does with it."""

    BLANK = _("Emptied")
    PSEUDONYM = _("Replaced by a pseudonym")
    REMOVED = _("Removed with its row")
    DERIVED = _("Made anew from what is left")
    NAMES = _("The person’s name and addresses in it are replaced")
    KEPT = _("Kept")


@dataclass(frozen=True)
class Personal:
    about: About
    data: Data
    purpose: Purpose
    told: Told
    erased: Erased
    why: str | Promise = ""  # it is kept


_known: dict[str, Personal] = {}


def register(*parts: Mapping[str, Personal]) -> None:
    """Each by `app.model.column`."""
    _known.clear()
    for part in parts:
        _known.update(part)


def known() -> Mapping[str, Personal]:
    return _known


def columns_of(model: str) -> dict[str, Personal]:
    """Of one model, by the name of the column."""
    return {
        name.removeprefix(f"{model}."): found
        for name, found in _known.items()
        if name.startswith(f"{model}.")
    }
