"""Components render what they are given, and nothing of what hides in it."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils.safestring import mark_safe
from django.utils.translation import override

from klientel.foundation.ui.templatetags.ui import avatar, hue, initials, labels

SPRITE = settings.PACKAGE.parent / "frontend" / "public" / "icons.svg"


@pytest.fixture
def client(people: Callable[[str], object], client: Client) -> Client:
    """A visitor of an installation that has been set up."""
    people("admin")
    return client


def page(client: Client) -> str:
    answer = client.get("/_patterns")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_name_cannot_leave_its_attribute(client: Client) -> None:
    text = page(client)
    assert "onmouseover=&quot;alert" in text
    assert 'onmouseover="alert' not in text
    assert ' hx-get="/"' not in text


def test_a_field_names_its_error_and_its_help(client: Client) -> None:
    text = page(client)
    control = re.search(r'<input[^>]*id="id_email"[^>]*>', text)
    assert control
    assert 'aria-invalid="true"' in control[0]
    assert "id_email_error" in control[0]
    assert 'id="id_email_error"' in text
    assert 'id="id_name_helptext"' in text


def test_an_action_that_is_refused_says_why(client: Client) -> None:
    button = re.search(r'<button[^>]*aria-disabled="true".*?</button>', page(client), re.DOTALL)
    assert button
    assert "Es gibt nichts zu exportieren" in button[0]
    assert "<a " not in button[0]


def test_ids_are_unique_on_the_pattern_page(client: Client) -> None:
    shown = re.sub(r"<template.*?</template>", "", page(client), flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"{]+)"', shown)
    assert ids
    assert sorted(ids) == sorted(set(ids))


def test_htmx_gets_the_part_alone(client: Client) -> None:
    part = client.get("/_patterns", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="results"')
    assert "HX-Request" in part["Vary"]


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text()))
    asked = re.compile(r"{% icon ['\"]([\w-]+)['\"]|<c-[^>]*?\sicon=\"([\w-]+)\"")
    missing = {
        name
        for path in settings.PACKAGE.rglob("*.html")
        for pair in asked.findall(path.read_text())
        for name in pair
        if name and name not in drawn
    }
    assert not missing


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Gräfenrath Straßenbau GmbH", "GS"),
        ("Öttersheim", "ÖT"),
        ("", "?"),
        ("  – ", "?"),
        (mark_safe("A &amp; Söhne"), "AS"),  # CONFIG: as components receive names
    ],
)
def test_initials_stand_for_the_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("name", "kind", "letters"),
    [
        ("Dr. Jörg Lühdorf", "person", "JL"),
        ("Prof. Dr. h. c. Maria Berg", "person", "MB"),
        ("H. Müller", "person", "HM"),
        ("Dr.", "person", "DR"),
        ("St. Georg Bau", "organisation", "SG"),
    ],
)
def test_a_title_is_no_part_of_the_initials(name: str, kind: str, letters: str) -> None:
    assert f">{letters}<" in avatar(name, kind)


def test_a_colon_is_set_as_the_language_has_it() -> None:
    with override("fr"):
        assert labels("Fichiers", "Xi") == "Fichiers\N{NARROW NO-BREAK SPACE}: Xi"
    with override("de"):
        assert labels("Dateien", "Xi") == "Dateien: Xi"


def test_a_name_keeps_its_colour() -> None:
    assert hue("Müller & Co") == hue(mark_safe("Müller &amp; Co"))  # CONFIG: see above
    assert 1 <= hue("x") <= 6


def test_a_picker_ticks_and_tags_what_is_chosen(client: Client) -> None:
    text = page(client)
    ticked = re.findall(r'name="people" value="(\d)"[^>]* checked', text)
    tagged = re.findall(r'<li[^>]*data-k-picker-target="chip"([^>]*)>', text)
    assert ticked == ["2"]
    assert [" hidden" not in chip for chip in tagged] == [False, True, False]
