"""What the forms offer: time zones, countries, colleagues and teams, as the reader knows them."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import available_timezones

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from klientel.foundation.lib import countries
from klientel.foundation.lib.text import fold
from klientel.foundation.ui.picking import Option
from klientel.services.accounts.models import StaffTeam, User

Choices = list[tuple[str, str]]
Options = list[tuple[int, Option]]
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


def members(present: Iterable[User]) -> Options:
    """Everybody who may join a team, and who is in it although they may sign in no more."""
    disabled = [person for person in present if not person.is_active]
    people = sorted([*User.objects.active(), *disabled], key=lambda person: fold(person.name))
    return [(person.pk, _member(person)) for person in people]


def _member(person: User) -> Option:
    mark = "" if person.is_active else _("Disabled")
    return Option(person.name, hint=str(person.get_role_display()), mark=mark)


def teams(of: User | None = None) -> Options:
    """A disabled person may only leave."""
    found = StaffTeam.objects.active()
    if of is not None and not of.is_active:
        found = found.filter(members=of)
    rows = sorted(found, key=lambda team: fold(team.name))
    return [(team.pk, Option(team.name, shape="organisation")) for team in rows]
