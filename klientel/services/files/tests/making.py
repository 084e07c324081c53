"""Files as friends and enemies send them, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

from klientel.services.files.actions.attaching import Upload


def picture(width: int = 40, height: int = 20, form: str = "PNG", **options: object) -> bytes:
    """Red on the left, blue on the right."""
    drawn = Image.new("RGB", (width, height), "red")
    drawn.paste("blue", (width // 2, 0, width, height))
    result = io.BytesIO()
    drawn.save(result, form, **options)
    return result.getvalue()


def turned_photo() -> bytes:
    """As a telephone writes it: to be turned, with the place it was taken at."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the top is on the right
    exif[0x010F] = "Nikon Secret"
    exif.get_ifd(0x8825)[2] = (50.0, 56.0, 0.0)
    return picture(40, 20, "JPEG", exif=exif.tobytes(), comment=b"made by Anna")


def png_claiming(width: int, height: int) -> bytes:
    """A picture of a few bytes that says it is huge."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def archive(*names: str) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as written:
        for name in names:
            written.writestr(name, "x")
    return result.getvalue()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


def upload(name: str, content: bytes) -> Upload:
    return Upload(name, io.BytesIO(content))
