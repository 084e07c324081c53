"""What leads to the import: the left bar, the buttons above lists, the command palette."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.foundation.ui.menu import Entry

RUNS = Entry(_("Import"), "transfer:runs", "upload", "transfer.import", prefix="/import", go="i")
UPLOAD = Entry(
    pgettext_lazy("button", "Import"),
    "transfer:upload",
    "upload",
    "transfer.import",
    aliases=(_("Import customers from a file"), _("Import contacts from a file"), _("Upload CSV")),
)
