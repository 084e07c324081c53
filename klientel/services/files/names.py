"""The name a file is kept under for people: no path, nothing unseen, not too long."""

from __future__ import annotations

from django.utils.translation import gettext as _

from klientel.foundation.lib import text

LONGEST = 150
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))  # what some systems cannot store


def cleaned(given: str) -> str:
    last = given.replace("\\", "/").rpartition("/")[2]
    name = text.clean(last.replace("\x00", "")).translate(FORBIDDEN).strip(". ")
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        keep = ending[:20] if dot else ""
        name = f"{(stem or name)[: LONGEST - len(keep) - 1]}.{keep}" if dot else name[:LONGEST]
    return name or _("file")
