"""How changes to definitions are walked back, and what their columns are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .actions.undoing import check_rights, walk_back

__all__ = ["check_rights", "label", "walk_back"]
LABELS: Mapping[str, str | Promise] = {
    "type": pgettext_lazy("custom field", "Type"),
    "names": pgettext_lazy("custom field", "Name"),
    "helps": _("Help text"),
    "limits": _("Limits"),
    "options": _("Choices"),
    "required": _("Required"),
    "active": pgettext_lazy("state", "Active"),
    "indexed": _("Quick to filter and sort"),
}


def label(name: str) -> str:
    return str(LABELS.get(name.partition(".")[0], name))
