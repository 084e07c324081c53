"""`backup`: database, files and secret key in one archive."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from klientel.interfaces.cli.prepare import database

NAME = "backup"
HELP = "Write the database, the files and the secret key into one archive."
RESTORE = (
    "The archive is a .tar.gz with the layout of the data folder. To restore, stop Klientel, "
    "unpack the archive into an empty data folder and start again. With PostgreSQL it holds "
    "database.dump, which pg_restore reads. It carries the secret key: keep it private. "
    "The backup is consistent also while Klientel runs."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = RESTORE
    parser.add_argument("file", type=Path, help="Write this archive; an older one is replaced.")


def run(options: argparse.Namespace) -> int:
    target: Path = options.file
    if target.is_dir() or not target.absolute().parent.is_dir():
        print(f"{target} is not a file that can be written.", file=sys.stderr)
        return 1
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".backup-") as folder:
            _write(part, _copy_database(Path(folder)))
        part.replace(target)
    except OSError as error:
        print(f"The backup could not be written: {error.strerror or error}", file=sys.stderr)
        return 1
    finally:
        part.unlink(missing_ok=True)
    print(target)
    return 0


def _copy_database(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        copy = folder / "klientel.sqlite3"
        database.copy_sqlite(Path(connection.settings_dict["NAME"]), copy)
        return copy
    return _dump(folder / "database.dump")


def _dump(copy: Path) -> Path:
    program = shutil.which("pg_dump")
    if not program:
        raise SystemExit("pg_dump is not on PATH; on Debian: apt-get install postgresql-client")
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = os.environ | {key: given[name] for key, name in names.items() if given[name]}
    command = [program, "--format=custom", f"--file={copy}", f"--dbname={given['NAME']}"]
    if subprocess.run(command, env=environment, check=False).returncode:
        raise SystemExit("pg_dump did not finish; the reason stands above.")
    return copy


def _write(part: Path, copy: Path) -> None:
    """Readable by the owner alone from the first byte on."""
    data = Path(settings.DATA)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
        archive.add(copy, copy.name)
        for name in ("secret-key", "files"):
            if (data / name).exists():
                archive.add(data / name, name)
