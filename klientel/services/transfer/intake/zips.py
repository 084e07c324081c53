"""Zip files, which may claim anything of what they hold: looked at before they are unpacked."""

from __future__ import annotations

import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, BinaryIO, Final, cast

from django.utils.translation import gettext as _

from klientel.foundation.lib import text
from klientel.services.transfer.encodings import Unreadable

from . import canonical

ENTRIES_MAX: Final = 2_000
DIRECTORY_MAX: Final = 4 << 20
RATIO_MAX: Final = 200
SMALL: Final = 20 << 20  # up to here a ratio says nothing: an empty form packs very well
NAMED: Final = 5
PLAIN: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED: Final = 1
DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    EOFError,
    OverflowError,
    RuntimeError,
    ValueError,
)
HEAD: Final = b"PK\x03\x04"
BLOCK: Final = 1 << 20
_DOCUMENTS: Final = ("word/", "ppt/", "xl/", "Index/", "mimetype")
_OWN_OF_SYSTEMS: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


def is_zip(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(4) == HEAD


class _Bounded:
    """A file whose directory cannot be read at once when it is far larger than any honest one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size if 0 <= size <= DIRECTORY_MAX else DIRECTORY_MAX + 1)
        if len(found) > DIRECTORY_MAX:
            raise Unreadable(_too_many())
        return found


@contextmanager
def opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Within bounds, as far as it says itself. Raises Unreadable, also for what breaks inside."""
    try:
        with zipfile.ZipFile(_Bounded(file)) as found:
            _refuse(found.infolist())
            yield found
    except Unreadable:
        raise
    except DAMAGES as error:
        raise Unreadable(_("The file is damaged and cannot be unpacked.")) from error


def _refuse(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Unreadable(locked())
    if len(entries) > ENTRIES_MAX:
        raise Unreadable(_too_many())
    if any(entry.compress_type not in PLAIN for entry in entries):
        raise Unreadable(_("The zip file is packed in a way that cannot be read. Pack it anew."))
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if size > canonical.SIZE_MAX:
        raise Unreadable(canonical.too_large())
    if size > SMALL and size > packed * RATIO_MAX:
        raise Unreadable(_("The zip file would grow far too much when it is unpacked."))


def _too_many() -> str:
    return _("The zip file has more than %(most)s entries.") % {"most": ENTRIES_MAX}


def locked() -> str:
    return _("The file is protected by a password. Save it without one and choose that file.")


@contextmanager
def only(file: BinaryIO) -> Iterator[tuple[BinaryIO, str]]:
    """The one file in it, and the name that has. Where it wants to go is not asked."""
    with tempfile.TemporaryFile() as made:
        with opened(file) as found:
            _refuse_document(found.namelist())
            entry = _only([entry for entry in found.infolist() if _is_of_people(entry)])
            with found.open(entry) as packed:
                _copy(packed, made)
        yield cast("BinaryIO", made), _name(entry)


def _refuse_document(names: list[str]) -> None:
    if any(name.startswith(_DOCUMENTS) for name in names):
        raise Unreadable(_("This is a document of another kind. Save its table as XLSX or CSV."))


def _is_of_people(entry: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return not (entry.is_dir() or is_link or set(parts) & set(_OWN_OF_SYSTEMS))


def _only(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    if not entries:
        raise Unreadable(_("The zip file holds no file."))
    if len(entries) > 1:
        names = ", ".join(map(_name, entries[:NAMED])) + (", …" if len(entries) > NAMED else "")
        sentence = _("The zip file holds several files: %(names)s. Unpack it and choose one.")
        raise Unreadable(sentence % {"names": names})
    return entries[0]


def _name(entry: zipfile.ZipInfo) -> str:
    return text.clean(PurePosixPath(entry.filename.replace("\\", "/")).name)[:100] or "?"


def _copy(packed: IO[bytes], made: IO[bytes]) -> None:
    """What it says of its size may be untrue."""
    size = 0
    while block := packed.read(BLOCK):
        size += made.write(block)
        if size > canonical.SIZE_MAX:
            raise Unreadable(canonical.too_large())
