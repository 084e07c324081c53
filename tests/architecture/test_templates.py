"""Templates: nothing inline, nothing unescaped, nothing from elsewhere."""

import re

import pytest

from tests.architecture import source

COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
COMPONENT = re.compile(r"<c-(?!vars\b)[^>]*>", re.DOTALL)
DYNAMIC = re.compile(r"\s:([\w-]+)=\"([^\"]*)\"")
LITERAL = re.compile(r"^(?:True|False|None|-?\d+|\[\]|\{\})$")
# Attributes that carry an object. Text in a dynamic attribute would be printed raw.
OBJECTS = {
    "foot",
    "main",
    "narrow",
    "tools",
    "action",
    "actions",
    "columns",
    "field",
    "form",
    "formset",
    "how",
    "item",
    "items",
    "options",
    "page",
    "row",
    "rows",
    "facts",
    "fields",
    "line",
}
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=|<style\b",
    "an inline script": r"<script\b(?![^>]*\bsrc=)",
    "an inline handler": r"\son[a-z]+\s*=|\shx-on|\sx-on",
    "an address that runs": r"javascript:",
    "an htmx expression": r"\shx-(?:vals|headers)\s*=\s*[\"']js:",
    "unescaped text": r"\|\s*safe\b|\|\s*safeseq\b|autoescape off",
    "something from elsewhere": r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"(?:https?:)?//",
}


def templates() -> list[tuple[str, str]]:
    return [
        (source.place(path), COMMENT.sub("", path.read_text(encoding="utf-8")))
        for path in source.files("klientel", suffix=".html")
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_nothing(what: str) -> None:
    assert not [place for place, text in templates() if re.search(FORBIDDEN[what], text)]


def test_a_refused_form_says_so_on_the_page_in_its_language() -> None:
    """The browser would refuse an empty field first, in a bubble and in its own language."""
    found = [
        f"{place}: {form[:80]}"
        for place, text in templates()
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL)
        if "<c-ui.field" in form and 'method="post"' in form and "novalidate" not in form
    ]
    assert not found


def test_text_goes_into_components_escaped() -> None:
    """`name="{{ value }}"`, never `:name="value"`, unless it is an object or a literal."""
    found = [
        f"{place} :{name}={value!r}"
        for place, text in templates()
        for component in COMPONENT.findall(text)
        for name, value in DYNAMIC.findall(component)
        if "{" in value.strip("{}") or not (LITERAL.match(value) or name in OBJECTS)
    ]
    assert not found
