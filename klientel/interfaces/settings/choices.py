"""What the forms offer: time zones and countries, in the reader's language."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klientel.foundation.lib import countries

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


def offered_countries() -> Choices:
    return list(countries.choices(get_language() or "de"))


def languages(unset: str) -> Choices:
    return [("", unset), ("de", "Deutsch"), ("fr", "Français"), ("en", "English")]
