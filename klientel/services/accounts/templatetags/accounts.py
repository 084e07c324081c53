"""The own company's name, for pages that nobody has signed in to."""

import json

from django import template

from klientel.services.accounts import devices
from klientel.services.accounts.models import Company

register = template.Library()


@register.simple_tag
def own_company() -> str:
    return Company.objects.current().name


@register.filter
def as_json(value: object) -> str:
    """For a data attribute, where the template escapes it."""
    return json.dumps(value)


@register.filter
def device(user_agent: str) -> str:
    return devices.describe(user_agent)
