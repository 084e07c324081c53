"""What every process needs is loaded before they part, so that they share its memory."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from klientel.foundation.ui import built
from klientel.interfaces.cli.prepare import marks

M_ARENA_MAX = -8  # of malloc.h
ARENAS = 2


def warm_up() -> None:
    _few_arenas()
    with suppress(FileNotFoundError):
        built.folder()
    get_resolver().reverse("home")
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Save")
    for path in sorted((marks.ROOT / "klientel").glob("*/**/templates/**/*.html")):
        name = str(path).rpartition("/templates/")[2]
        try:
            get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError):
            continue  # a part of pages that is not always there says so when it is asked for


def _few_arenas() -> None:
    """glibc gives each thread a heap of its own, eight a core; few of ours allocate at once."""
    if sys.platform == "linux":
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
