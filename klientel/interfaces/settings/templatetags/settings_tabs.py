"""The tabs on top of every settings page, for templates of any package."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext

from klientel.foundation.ui import menu
from klientel.interfaces.settings import sections

register = template.Library()


@register.simple_tag(takes_context=True)
def settings_tabs(context: RequestContext) -> list[menu.Item]:
    request = context["request"]
    return menu.items(sections.entries(), request.actor, request.path)
