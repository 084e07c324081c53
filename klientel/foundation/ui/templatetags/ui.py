"""Template tags and filters of the components: icons, avatars, assets."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from klientel.foundation.ui import built, columns, remembering, toasts

register = template.Library()
register.tag("remember", remembering.remember)

ICON_SIZES = {"sm": "size-3.5", "md": "size-4", "lg": "size-5"}
AVATAR_SIZES = {
    "xs": "size-5 text-[0.5625rem]",
    "sm": "size-6 text-[0.6875rem] max-md:size-9 max-md:text-xs",
    "md": "size-7 text-xs",
    "lg": "size-10 text-base",
}
HUES = 6
WORDS = re.compile(r"\w+")
TITLES = re.compile(r"^\w{2,}\.[- ]*(\w+\.[- ]*)*")


@register.simple_tag
def asset(name: str) -> str:
    """Address of a built file; its folder changes with the content, so it is cached for ever."""
    try:
        return _address(name)
    except FileNotFoundError:  # not built yet: the page shows without style and says nothing wrong
        return static(f"ui/dist/{name}")


@lru_cache(maxsize=32)
def _address(name: str) -> str:
    """Put together once per process: a list of fifty rows asks hundreds of times."""
    return static(f"ui/dist/{built.folder()}/{name}")


@register.simple_tag
def icon(name: str, size: str = "md", classes: str = "") -> SafeString:
    """An outline of the sprite; the word beside it speaks for it."""
    return _icon(f"{ICON_SIZES[size]} shrink-0 {classes}", f"{asset('icons.svg')}#{name}")


@lru_cache(maxsize=1024)
def _icon(classes: str, href: str) -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.simple_tag
def avatar(
    name: object, kind: str = "person", size: str = "sm", *, picture: str = ""
) -> SafeString:
    """The picture at that address, else initials on one of six hues; organisations are square."""
    shape = "rounded-full" if kind == "person" else "rounded-selector"
    if picture:
        classes = f"shrink-0 object-cover {shape} {AVATAR_SIZES[size]}"
        return format_html('<img src="{}" alt="" class="{}">', picture, classes)
    letters = initials(_untitled(name) if kind == "person" else name)
    return _avatar(letters, f"k-av k-av-{hue(name)} {shape} {AVATAR_SIZES[size]}")


@lru_cache(maxsize=4096)
def _avatar(letters: str, classes: str) -> SafeString:
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, letters)


def _untitled(name: object) -> str:
    """Without the `Prof. Dr.` before it, which half of all people in a list may share."""
    plain = _plain(name)
    return TITLES.sub("", plain) or plain


@register.filter
def initials(name: object) -> str:
    """Two letters that stand for a name."""
    words: list[str] = WORDS.findall(_plain(name))
    if not words:
        return "?"
    pair = words[0][:1] + words[1][:1] if len(words) > 1 else words[0][:2]
    return pair.upper()[:2]  # ß is two letters then


@register.filter
def labels(label: object, text: object) -> str:
    """`Label: text`; the colon is set as the language has it."""
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


@register.filter
def hue(name: object) -> int:
    """The same colour for the same name, everywhere and always."""
    return zlib.crc32(_plain(name).encode()) % HUES + 1


@register.filter
def as_toasts(messages: Iterable[Message] | None) -> list[toasts.Toast]:
    return [toasts.read(message) for message in messages or []]


@register.filter
def kind_of(field: BoundField) -> str:
    """How a form field is laid out: `hidden`, `checkbox`, `group` of choices, or `control`."""
    if field.is_hidden:
        return "hidden"
    if isinstance(field.field.widget, CheckboxInput):
        return "checkbox"
    return "group" if field.use_fieldset else "control"


@register.filter
def is_invalid(attrs: Mapping[str, object]) -> bool:
    return attrs.get("aria-invalid") == "true"


@register.filter
def is_compact(request: HttpRequest) -> bool:
    """Whether this reader wants the rows of lists close together."""
    return columns.is_compact(request)


@register.filter
def steps(count: object) -> range:
    """One to `count`, for repeated ornaments."""
    return range(1, int(str(count)) + 1)


def _plain(value: object) -> str:
    """Component attributes arrive already escaped; letters are taken from the name itself."""
    return html.unescape(value) if isinstance(value, SafeString) else str(value)
