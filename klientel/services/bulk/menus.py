"""What leads to the changes made to many."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from klientel.foundation.ui.menu import Entry

RUNS = Entry(
    _("Bulk changes"),
    "bulk:runs",
    "copy-check",
    "bulk.change",
    prefix="/bulk",
    go="m",
    aliases=(_("Changes to many records"), _("Mass update")),
)
