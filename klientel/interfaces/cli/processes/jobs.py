"""The job worker: huey's consumer with two processes."""

from __future__ import annotations

import os
import signal

from django.utils.module_loading import autodiscover_modules
from huey.contrib.djhuey import HUEY

from .parent import end_with_parent


def _end_at_once() -> None:
    """An idle worker does not heed a polite signal, and every job bears being broken off."""
    end_with_parent(signal.SIGKILL)


def run() -> None:
    autodiscover_modules("tasks")
    os.register_at_fork(after_in_child=_end_at_once)
    HUEY.create_consumer(workers=2, worker_type="process", max_delay=2.0).run()
