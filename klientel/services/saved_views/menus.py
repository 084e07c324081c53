"""Entries of this package."""

from django.utils.translation import pgettext_lazy

from klientel.foundation.access import SIGNED_IN
from klientel.foundation.ui.menu import Entry

EVERY = Entry(pgettext_lazy("of lists", "Views"), "saved_views:every", "bookmark-plus", SIGNED_IN)
