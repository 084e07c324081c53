"""Brings the database to the present schema, keeping a copy of an SQLite file from before."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from . import marks
from .packages import say

KEPT = 5


def pending() -> list[str]:
    """Names of migrations that wait; a fraction of a second, where `migrate` takes some."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    if not pending():
        return
    with marks.alone(Path(settings.DATA) / ".migrating.lock"):
        waiting = pending()
        if not waiting:
            return
        _keep_a_copy()
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)


def _keep_a_copy() -> None:
    if connection.vendor != "sqlite" or not connection.introspection.table_names():
        return
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = timezone.now().strftime("before-update-%Y%m%d-%H%M%S-%f.sqlite3")
    copy_sqlite(Path(connection.settings_dict["NAME"]), folder / name)
    for old in sorted(folder.glob("before-update-*.sqlite3"))[:-KEPT]:
        old.unlink()


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy, also while others write."""
    part = target.with_name(f"{target.name}.part")
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(part)) as there:
        part.chmod(0o600)
        here.backup(there)
    part.replace(target)
