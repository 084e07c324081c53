"""`import` as the command line runs it, telling besides how long each chunk held the write lock.

`python -m benchmarks.watched FILE`
"""

from __future__ import annotations

import io
import json
import os
import sys
from contextlib import redirect_stdout

import django

from klientel.interfaces.cli.dispatch import main

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klientel.config.settings")
django.setup()

from klientel.services.transfer import engine

held: list[float] = []


class Watched(engine.Chunks):
    def learn(self, locked: float) -> None:
        held.append(locked * 1000)
        super().learn(locked)


engine.Chunks = Watched  # type: ignore[misc]  # CONFIG: the engine is looked at, not changed
sys.argv[1:] = ["import", "customers", sys.argv[1], "--json"]
with redirect_stdout(io.StringIO()) as said:
    code = main()
print(json.dumps({**json.loads(said.getvalue()), "held": held}))  # this module's result
sys.exit(code)
