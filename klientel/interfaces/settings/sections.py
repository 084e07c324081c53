"""The tabs of the settings, and what the roles page knows. The wiring adds what lies elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from klientel.foundation.ui.menu import Entry, Text

OWN = [
    Entry(_("Profile"), "settings:profile", "user-round"),
    Entry(_("Sign-in"), "settings:security", "key-round"),
    Entry(_("API tokens"), "settings:tokens", "braces"),
]
INSTALLATION = [
    Entry(_("Users"), "settings:users", "users", "accounts.manage_users", "/settings/users"),
    Entry(_("Teams"), "settings:teams", "handshake", "accounts.manage_users", "/settings/teams"),
    Entry(_("Roles"), "settings:roles", "shield", "accounts.manage_users"),
    Entry(_("Own company"), "settings:company", "building-2", "settings.change_company"),
    Entry(_("Outbox"), "settings:outbox", "mail", "notifications.view_outbox", "/settings/outbox"),
]
_added: list[Entry] = []


def add(*entries: Entry) -> None:
    """Pages of other packages; they extend `settings/frame.html` and look like these."""
    _added[:] = entries


def entries() -> list[Entry]:
    return [*OWN, *INSTALLATION[:-1], *_added, *INSTALLATION[-1:]]


@dataclass(frozen=True)
class Group:
    """The permissions of one package, as the roles page shows them."""

    title: Text
    labels: Mapping[str, Text]


GROUPS: list[Group] = []


def set_permissions(*groups: Group) -> None:
    GROUPS[:] = groups
