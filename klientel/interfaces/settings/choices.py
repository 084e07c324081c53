"""What the forms offer: time zones and countries, in the reader's language."""

from __future__ import annotations

from zoneinfo import available_timezones

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Choices = list[tuple[str, str]]
AREAS = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


def time_zones() -> Choices:
    names = sorted(name for name in available_timezones() if name.startswith(AREAS))
    return [("", _("As the installation")), *((name, name.replace("_", " ")) for name in names)]


def countries() -> Choices:
    names = Locale(get_language() or "de").territories
    pairs = [
        (code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()
    ]  # ISO 3166
    return sorted(pairs, key=lambda pair: pair[1])


def languages(unset: str) -> Choices:
    return [("", unset), ("de", "Deutsch"), ("fr", "Français"), ("en", "English")]
