"""What a file is, by its content. Neither its name nor what a browser says of it is believed."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HEAD = 4096
UNKNOWN_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Kind:
    code: str  # stored
    label: str | Promise
    media_type: str
    endings: tuple[str, ...]

    @property
    def title(self) -> str:
        return str(self.label)


OOXML = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.code: kind
    for kind in (
        Kind("pdf", "PDF", "application/pdf", ("pdf",)),
        Kind("png", "PNG", "image/png", ("png",)),
        Kind("jpeg", "JPEG", "image/jpeg", ("jpg", "jpeg", "jpe")),
        Kind("gif", "GIF", "image/gif", ("gif",)),
        Kind("webp", "WebP", "image/webp", ("webp",)),
        Kind("tiff", "TIFF", "image/tiff", ("tif", "tiff")),
        Kind("docx", "Word", f"{OOXML}.wordprocessingml.document", ("docx", "docm", "dotx")),
        Kind("xlsx", "Excel", f"{OOXML}.spreadsheetml.sheet", ("xlsx", "xlsm", "xltx")),
        Kind("pptx", "PowerPoint", f"{OOXML}.presentationml.presentation", ("pptx", "ppsx")),
        Kind("odf", "OpenDocument", "application/vnd.oasis.opendocument", ("odt", "ods", "odp")),
        Kind("ole", "Microsoft Office", "application/x-ole-storage", ("doc", "xls", "ppt", "msg")),
        Kind("zip", "ZIP", "application/zip", ("zip",)),
        Kind("gzip", "gzip", "application/gzip", ("gz", "tgz")),
        Kind("7z", "7-Zip", "application/x-7z-compressed", ("7z",)),
        Kind("rtf", "RTF", "application/rtf", ("rtf",)),
        Kind("eps", "PostScript", "application/postscript", ("eps", "ps")),
        Kind("svg", "SVG", "image/svg+xml", ("svg",)),
        Kind("html", "HTML", "text/html", ("html", "htm", "xhtml")),
        Kind("xml", "XML", "application/xml", ("xml",)),
        Kind("text", gettext_lazy("Text"), "text/plain", ()),
        Kind("program", gettext_lazy("Program"), UNKNOWN_TYPE, ("exe", "dll", "com", "scr")),
        Kind("unknown", gettext_lazy("File"), UNKNOWN_TYPE, ()),
    )
}
BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "eps"),
    (b"\xc5\xd0\xd3\xc6", "eps"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"#!", "program"),
)
MARKUP = ((b"<svg", "svg"), (b"<!doctype html", "html"), (b"<html", "html"), (b"<script", "html"))
IN_ZIP = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
ENDINGS = {ending: code for code, kind in KINDS.items() for ending in kind.endings}
# What a system runs by its ending whatever it holds.
RUN_BY_ENDING = frozenset(
    {"bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "msi", "lnk", "reg", "jar"}
)


def kind(code: str) -> Kind:
    return KINDS.get(code, KINDS["unknown"])


def found_in(file: BinaryIO) -> Kind:
    """Looks at the first bytes, and into the list of contents of a ZIP."""
    file.seek(0)
    head = file.read(HEAD)
    code = _by_beginning(head)
    if code == "zip":
        code = _in_zip(file)
    file.seek(0)
    return KINDS[code or _by_words(head)]


def _by_beginning(head: bytes) -> str:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((code for begin, code in BEGINNINGS if head.startswith(begin)), "")


def _in_zip(file: BinaryIO) -> str:
    """Names only; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "unknown"
    if names[:1] == ["mimetype"]:
        return "odf"
    if "[Content_Types].xml" in names:
        return next(
            (code for part, code in IN_ZIP if any(n.startswith(part) for n in names)), "zip"
        )
    return "zip"


def _by_words(head: bytes) -> str:
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begins.startswith(b"<"):
        for mark, code in MARKUP:
            if mark in begins:
                return code
        if begins.startswith(b"<?xml"):
            return "xml"
    is_text = not any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return "text" if is_text and head else "unknown"


def check(name: str, found: Kind) -> None:
    """Raises ValidationError for programs, and for a name that says something else."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if found.code == "program" or ending in RUN_BY_ENDING:
        raise ValidationError(
            _("“%(name)s” is a program. Those are not kept here.") % {"name": name}
        )
    claimed = ENDINGS.get(ending)
    if claimed is not None and claimed != found.code:
        sentence = _("“%(name)s” holds something else than its ending says.")
        raise ValidationError(sentence % {"name": name})
