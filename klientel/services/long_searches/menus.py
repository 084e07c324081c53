"""Entries of this package."""

from django.utils.translation import gettext_lazy as _

from klientel.foundation.ui.menu import Entry

EVERY = Entry(
    _("Searches in the background"),
    "long_searches:every",
    "search",
    "long_searches.run",
    aliases=(_("Slow filters"),),
)
