"""XLSX, ODS and XLS: told apart here, read in a process that cannot take more than its share."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, BinaryIO, Final

from django.utils.translation import gettext as _

import klientel
from klientel.foundation.lib.spreadsheets import Exit
from klientel.services.transfer.encodings import Unreadable

from . import zips
from .formats import Format, Table

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
SHARED: Final = "xl/sharedStrings.xml"
SHARED_MAX: Final = 100 << 20
BLOCK: Final = 1 << 20
ROOT: Final = Path(klientel.__file__).parent.parent
PROGRAM: Final = "klientel.foundation.lib.spreadsheets"


def is_xlsx(file: BinaryIO) -> bool:
    return _has(file, lambda found: "xl/workbook.xml" in found.namelist())


def is_ods(file: BinaryIO) -> bool:
    return _has(file, lambda found: _kind(found).startswith(ODS))


def _kind(found: zipfile.ZipFile) -> bytes:
    with found.open("mimetype") as kind:
        return kind.read(100)


def is_xls(file: BinaryIO) -> bool:
    return file.read(len(OLE)) == OLE


def _has(file: BinaryIO, told: Callable[[zipfile.ZipFile], bool]) -> bool:
    """Raises Unreadable for a zip file beyond all bounds."""
    if not zips.is_zip(file):
        return False
    with zips.opened(file) as found:
        try:
            return told(found)
        except KeyError:
            return False


def read(file: BinaryIO) -> Table:
    with ExitStack() as stack:
        held = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".sheet"))
        _copy(file, held)
        _refuse(file)
        process = stack.enter_context(_started(Path(held.name)))
        stack.callback(process.kill)
        table = Table(iter(()), close=stack.pop_all().close)
        table.rows = _rows(process, table)
    return table


def _copy(file: BinaryIO, held: IO[bytes]) -> None:
    file.seek(0)
    while block := file.read(BLOCK):
        held.write(block)
    held.flush()


def _refuse(file: BinaryIO) -> None:
    if zips.is_zip(file):
        with zips.opened(file) as found:
            if SHARED in found.namelist() and found.getinfo(SHARED).file_size > SHARED_MAX:
                raise Unreadable(_sentence(Exit.LARGE))
    elif _holds(file, LOCKED):
        raise Unreadable(zips.locked())


def _holds(file: BinaryIO, word: bytes) -> bool:
    file.seek(0)
    rest = b""
    while block := file.read(BLOCK):
        if word in rest + block:
            return True
        rest = block[-len(word) :]
    return False


def _started(path: Path) -> subprocess.Popen[bytes]:
    """It is told nothing but where its program is."""
    return subprocess.Popen(
        [sys.executable, "-m", PROGRAM, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "1"},
        cwd=ROOT,
    )


def _rows(process: subprocess.Popen[bytes], table: Table) -> Iterator[list[str]]:
    for line in process.stdout or ():
        if not line.endswith(b"\n"):  # it was ended from outside
            break
        said = json.loads(line)
        if isinstance(said, list):
            yield said
        else:
            table.sheet = said.get("sheet", table.sheet)
            table.others = tuple(said.get("others", ()))
    if process.wait() != Exit.DONE:
        raise Unreadable(_sentence(process.returncode))


def _sentence(code: int) -> str:
    """Whatever ended the process from outside had its bounds as a reason; the rest is the file."""
    if code == Exit.LOCKED:
        return zips.locked()
    if code == Exit.EMPTY:
        return _("No sheet of the file has a header with rows below it.")
    if code == Exit.WIDE:
        return _(
            "A cell stands far to the right of the table. Remove what lies beyond its columns."
        )
    if code == Exit.LARGE or code < 0:  # ended by a signal
        return _(
            "The spreadsheet is too large to be read. Save the table as CSV, choose that file."
        )
    return _("The spreadsheet is damaged. Open it in its program, save it again as XLSX.")


FORMATS: Final = (
    Format("xlsx", is_xlsx, read, title="XLSX", endings=(".xlsx", ".xlsm")),
    Format("xls", is_xls, read, title="XLS", endings=(".xls",)),
    Format("ods", is_ods, read, title="ODS", endings=(".ods",)),
)
