"""Pictures: what comes out of good ones, and that bad ones are refused before they are unpacked."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from klientel.services.files import pictures

from . import making


def drawn(content: bytes) -> Image.Image:
    return Image.open(pictures.square(io.BytesIO(content)))


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        pictures.square(io.BytesIO(content))
    return " ".join(refused.value.messages)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_accepted_form_becomes_a_square_webp(form: str) -> None:
    result = drawn(making.picture(1400, 900, form))
    assert (result.format, result.size) == ("WEBP", (512, 512))


def test_a_small_picture_is_not_blown_up_and_is_cut_in_its_middle() -> None:
    result = drawn(making.picture(300, 100)).convert("RGB")
    assert result.size == (100, 100)
    left, right = result.getpixel((10, 50)), result.getpixel((90, 50))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert (left[0] > 200, left[2] < 60) == (True, True)
    assert (right[2] > 200, right[0] < 60) == (True, True)


def test_a_photo_is_turned_upright_and_tells_nothing_of_where_and_with_what() -> None:
    result = drawn(making.turned_photo()).convert("RGB")
    top, bottom = result.getpixel((10, 2)), result.getpixel((10, 17))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200
    assert bottom[2] > 200
    stored = pictures.square(io.BytesIO(making.turned_photo())).getvalue()
    assert b"Nikon" not in stored
    assert b"Anna" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()


def test_transparency_stays_and_a_moving_picture_shows_its_first_frame() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (30, 30), (0, 0, 0, 0)).save(clear, "PNG")
    assert drawn(clear.getvalue()).getpixel((5, 5)) == (0, 0, 0, 0)
    moving = io.BytesIO()
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "blue")]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    first = drawn(moving.getvalue()).convert("RGB").getpixel((15, 15))
    assert isinstance(first, tuple)
    assert first[0] > 200


@pytest.mark.parametrize("content", [making.SVG, making.EPS, making.PDF, b"\xc5\xd0\xd3\xc6" * 9])
def test_what_is_no_picture_of_pixels_is_refused_by_its_content(content: bytes) -> None:
    assert "JPEG, PNG, WebP" in refusal(content)


@pytest.mark.parametrize("size", [(60_000, 60_000), (100_000, 1), (9_000, 9_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert refusal(making.png_claiming(*size))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_that_ends_too_early_is_refused(form: str) -> None:
    whole = making.picture(800, 800, form)
    assert refusal(whole[: len(whole) // 2])
    assert refusal(whole[:12])


@pytest.mark.parametrize(
    "rest",
    [making.archive("a.class"), b"<script>alert(1)</script>", b"<?php phpinfo();", making.SVG],
)
def test_a_picture_that_is_something_else_too_is_refused(rest: bytes) -> None:
    assert refusal(making.picture() + rest)


def test_empty_and_oversized_pictures_are_refused() -> None:
    assert refusal(b"")
    assert "10" in refusal(making.picture() + b"\0" * pictures.BYTES)
