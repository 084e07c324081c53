"""What a file is goes by its content; names are cleaned and must not lie."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError

from klientel.services.files import kinds, names

from . import making


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (making.PDF, "pdf"),
        (making.picture(), "png"),
        (making.picture(form="JPEG"), "jpeg"),
        (making.picture(form="WEBP"), "webp"),
        (making.picture(form="GIF"), "gif"),
        (making.SVG, "svg"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><html>", "html"),
        (b"<?xml version='1.0'?><a/>", "xml"),
        (making.EPS, "eps"),
        (making.archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (making.archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (making.archive("mimetype", "content.xml"), "odf"),
        (making.archive("a.txt"), "zip"),
        (b"PK\x03\x04 and no archive", "unknown"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF\x02", "program"),
        (b"#!/bin/sh\n", "program"),
        ("Grüße\n".encode(), "text"),
        (b"Gr\xfc\xdfe\r\n", "text"),
        (b"\x00\x01\x02", "unknown"),
    ],
)
def test_the_kind_is_found_in_the_content(content: bytes, code: str) -> None:
    assert kinds.found_in(io.BytesIO(content)).code == code


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.png", making.SVG),
        ("plan.PDF", making.picture()),
        ("photo.jpg", making.EPS),
        ("setup.exe", b"harmless"),
        ("run.bat", b"harmless"),
        ("harmless.txt", b"MZ\x90\x00"),
        ("invoice.pdf.js", b"alert(1)"),
        ("table.xlsx", making.archive("a.txt")),
    ],
)
def test_a_name_that_lies_and_a_program_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError):
        kinds.check(name, kinds.found_in(io.BytesIO(content)))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\Angebot.pdf", "Angebot.pdf"),
        ("gpj.\u202eexe.pdf", "gpj.exe.pdf"),
        ("a\x00b\r\nX: y.txt", "ab X_ y.txt"),
        ("  ..hidden.txt. . ", "hidden.txt"),
        ('<img src=x onerror="1">.png', "_img src=x onerror=_1__.png"),
        ("Gru\u0308ße.txt", "Grüße.txt"),
        ("/", "file"),
        ("", "file"),
    ],
)
def test_names_are_cleaned(given: str, kept: str) -> None:
    assert names.cleaned(given) in {kept, "Datei" if kept == "file" else kept}


def test_a_long_name_keeps_its_ending() -> None:
    name = names.cleaned("x" * 400 + ".pdf")
    assert (len(name), name[-4:]) == (150, ".pdf")
    assert len(names.cleaned("y" * 400)) == 150
