"""Language and colours, switched from the person menu and kept in the profile."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.ui.htmx import goto
from klientel.interfaces.settings.views.own import me
from klientel.services.accounts import actions
from klientel.services.accounts.choices import Language, Theme


@requires(SIGNED_IN)
@require_POST
def language(request: Request) -> HttpResponse:
    """What is not a language leaves the browser to decide."""
    chosen = request.POST.get("language", "")
    code = chosen if chosen in Language.values else ""
    actions.change_profile(request.actor, me(request), language=code)
    return _back(request)


@requires(SIGNED_IN)
@require_POST
def appearance(request: Request) -> HttpResponse:
    """Anything but light and dark follows the device again."""
    chosen = request.POST.get("theme", "")
    theme = chosen if chosen in Theme.values else ""
    actions.change_profile(request.actor, me(request), theme=theme)
    return _back(request)


def _back(request: Request) -> HttpResponse:
    """The page the switch was pressed on, never another site's."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return goto(request, target if safe else "/")
