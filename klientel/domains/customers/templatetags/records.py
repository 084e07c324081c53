"""How values of customers and contacts are written in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.translation import gettext as _

from klientel.domains.customers import choices, display, tagged
from klientel.domains.customers.facts import CUSTOMER
from klientel.services.customfields import reading, values

register = template.Library()


@register.filter
def address_lines(address: Mapping[str, Any], home: str) -> list[str]:
    return display.address_lines(address, home)


@register.filter
def phone(value: str, home: str) -> str:
    return display.Words(home).phone(value)


@register.filter
def choice(value: str, name: str) -> str:
    """The label of a stored value of the field `name`."""
    return display.Words("").say(name, value)


@register.filter
def language_name(code: str) -> str:
    return display.language_name(code)


@register.filter
def segment_icon(value: str) -> str:
    return choices.SEGMENT_ICONS.get(choices.Segment(value), "shapes")


@register.filter
def phone_kind(kind: str) -> str:
    return str(choices.PointKind(kind).label)


@register.filter
def purpose(value: str) -> str:
    return str(choices.AddressPurpose(value).label)


@register.filter
def chosen_label(field: BoundField) -> str:
    """Of what is chosen in a list."""
    return next((str(box.data["label"]) for box in field if box.data["selected"]), "")


@register.inclusion_tag("customers/parts/tag_words.html", takes_context=True)
def tag_words(context: Context) -> dict[str, Any]:
    """The tags there are, to choose from while typing."""
    return {"names": tagged.words(context["request"].actor).values_list("name", flat=True)}


@register.simple_tag
def contact_name(fields: Mapping[str, Any]) -> str:
    """The name of a contact that is not stored yet."""
    parts = (fields.get(part) for part in ("title", "first_name", "last_name"))
    full = " ".join(part for part in parts if part)
    emails = fields.get("emails") or [{}]
    return full or emails[0].get("value", "")


@register.filter
def phone_label(kind: str) -> str:
    """The kind beside a number on the record page."""
    if kind == choices.PointKind.PHONE:
        return _("Phone number")
    return str(choices.PointKind(kind).label)


@register.filter
def bare_url(value: str) -> str:
    """Without what every web address begins and ends with."""
    return value.split("://", 1)[-1].removesuffix("/")


@register.filter
def custom_values(given: Mapping[str, Any] | None, home: str) -> list[tuple[str, str]]:
    """Labels and values of the custom fields that hold something, in their order."""
    held = given or {}
    fields = reading.fields(CUSTOMER).offered if held else []
    said = [(each.name, values.show(each, held.get(each.key), home=home)) for each in fields]
    return [(label, text) for label, text in said if text]
