"""Pictures of records: a centre square, drawn anew, with nothing of the file that was sent."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from . import kinds

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
ACCEPTED = frozenset({"jpeg", "png", "webp", "gif"})
SIDE = 512
BYTES = 10 << 20
PIXELS = 50_000_000
SIDE_MAX = 16_000
HIDDEN = (b"<script", b"<?php", b"<html", b"<svg", b"%pdf-", b"%!ps-adobe")
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    OverflowError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
Image.MAX_IMAGE_PIXELS = PIXELS


def square(file: BinaryIO) -> io.BytesIO:
    """The picture as WebP, upright and at most 512 pixels wide. Raises ValidationError."""
    content = _checked(file)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check_size(opened)
            opened.draft("RGB", (2 * SIDE, 2 * SIDE))
            drawn = _drawn(opened)
    except BROKEN as error:
        raise ValidationError(_("This picture cannot be read; it may be damaged.")) from error
    result = io.BytesIO()
    drawn.save(result, "WEBP", quality=85, method=4)
    result.seek(0)
    return result


def _checked(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read(BYTES + 1)
    if not content:
        raise ValidationError(_("The file is empty."))
    if len(content) > BYTES:
        sentence = _("The picture is larger than %(count)s megabytes.")
        raise ValidationError(sentence % {"count": BYTES >> 20})
    if kinds.found_in(io.BytesIO(content)).code not in ACCEPTED:
        raise ValidationError(_("Choose a picture in JPEG, PNG, WebP or GIF."))
    if _is_double(content):
        raise ValidationError(_("This file is a picture and something else at once."))
    return content


def _is_double(content: bytes) -> bool:
    """Drawing anew would drop the other half; who sends such a file means no picture."""
    lowered = content.lower()
    return any(mark in lowered for mark in HIDDEN) or zipfile.is_zipfile(io.BytesIO(content))


def _check_size(image: Image.Image) -> None:
    """Of the header, before a single pixel is unpacked."""
    width, height = image.size
    if width * height > PIXELS or max(width, height) > SIDE_MAX:
        raise ValidationError(_("The picture has too many pixels."))


def _drawn(image: Image.Image) -> Image.Image:
    image.seek(0)
    image.load()
    upright = ImageOps.exif_transpose(image)
    clear = "A" in upright.getbands() or "transparency" in upright.info
    plain = upright.convert("RGBA" if clear else "RGB")
    side = min(SIDE, *plain.size)
    fitted = ImageOps.fit(plain, (side, side), Image.Resampling.LANCZOS)
    fitted.info.clear()  # Pillow would write profiles and metadata from here
    return fitted
