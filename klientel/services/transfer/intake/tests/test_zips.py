"""Zip files: one table in them is read, anything else is a sentence."""

import struct
import zipfile
import zlib

import pytest

from klientel.services.transfer.encodings import Unreadable
from klientel.services.transfer.intake import canonical, zips

from .books import packed, read, rows, table, xlsx

CSV = "Name;Ort\nMüller;Köln\n".encode()
DEFLATED = zlib.compress(CSV)[2:-4]  # as a zip file has it


@pytest.mark.parametrize(
    ("content", "format_"),
    [(CSV, "csv"), (xlsx(rows(["Name", "Ort"], ["Müller", "Köln"])), "xlsx")],
)
@pytest.mark.parametrize(
    "name", ["kunden.dat", "../../etc/passwd/kunden.dat", "/kunden.dat", "C:\\x\\kunden.dat"]
)
def test_the_one_file_in_it_is_read_by_what_it_holds(
    content: bytes, format_: str, name: str
) -> None:
    found = packed({"__MACOSX/._kunden": b"x", "x/.DS_Store": b"y", "leer/": b"", name: content})
    layout, (line,) = read(found)
    assert (layout.format, layout.member) == (format_, "kunden.dat")
    assert line.cells == ["Müller", "Köln"]


def test_several_are_named() -> None:
    with pytest.raises(Unreadable, match=r"a\.csv, b\.csv"):
        read(packed({"a.csv": CSV, "b.csv": CSV}))


def locked() -> bytes:
    """The mark of encryption in both headers."""
    found = bytearray(packed({"a.csv": CSV}))
    found[6] |= 1
    found[found.index(b"PK\x01\x02") + 8] |= 1
    return bytes(found)


@pytest.mark.parametrize(
    "content",
    [
        packed({}),
        packed({"a.zip": packed({"a.csv": CSV})}),
        packed({"word/document.xml": b"<x/>"}),
        packed({"a.csv": CSV}, zipfile.ZIP_BZIP2),
        packed({f"{n}.csv": b"" for n in range(zips.ENTRIES_MAX + 1)}),
        packed({"a.csv": b" " * (zips.SMALL + 1)}),
        packed({"a.csv": CSV})[:-30],
        packed({"a.csv": CSV}).replace(b"PK\x01\x02", b"PK\x09\x09"),
        packed({"a.csv": CSV}, zipfile.ZIP_STORED).replace(b"Name;", b"Nume;"),
        locked(),
    ],
    ids=[
        "empty",
        "nested",
        "document",
        "method",
        "many",
        "ratio",
        "cut",
        "directory",
        "sum",
        "locked",
    ],
)
def test_anything_else_is_a_sentence(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        table(content)
    assert str(caught.value).endswith(".")


def test_a_stream_that_breaks_is_a_damaged_file() -> None:
    found = packed({"a.csv": CSV})
    assert DEFLATED in found
    with pytest.raises(Unreadable):
        table(found.replace(DEFLATED, b"\xff" * len(DEFLATED)))


def test_what_it_says_of_its_size_is_not_believed() -> None:
    """One says it is larger than all bounds, the other that it is small."""
    found = packed({"a.csv": CSV})
    place = found.index(b"PK\x01\x02") + 24
    for size in (canonical.SIZE_MAX + 1, 3):
        with pytest.raises(Unreadable):
            table(found[:place] + struct.pack("<I", size) + found[place + 4 :])


def test_a_directory_out_of_all_proportion_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "DIRECTORY_MAX", 30_000)
    monkeypatch.setattr(zips, "_refuse", lambda _entries: pytest.fail("it was read"))
    with pytest.raises(Unreadable, match=str(zips.ENTRIES_MAX)):
        table(packed({f"{n}.csv": b"" for n in range(600)}))


def test_a_link_is_no_file() -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    assert not zips._is_of_people(link)
