"""Finds Chromium for the browser tests."""

from __future__ import annotations

import os
import shutil

from . import debian
from .step import Missing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """`KLIENTEL_TEST_CHROMIUM`, else what is on PATH, else installed."""
    if given := os.environ.get("KLIENTEL_TEST_CHROMIUM"):
        if not shutil.which(given):
            raise Missing(f"KLIENTEL_TEST_CHROMIUM: {given} is no program.")
        return given
    for attempt in range(2):
        for name in NAMES:
            if found := shutil.which(name):
                return found
        if not attempt:
            debian.install("Chromium", "chromium", "fonts-dejavu-core")
    raise Missing("Chromium was installed, but is not on PATH.")
