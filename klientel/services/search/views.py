"""The search over everything, as a page and while typing, and the command palette."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.ui import commands
from klientel.foundation.ui.htmx import render_fragment

from . import finding
from .recent import recent


@require_safe
@requires(SIGNED_IN)
def page(request: Request) -> HttpResponse:
    """htmx gets what stands below the field of the top bar."""
    q = finding.cleaned(request.GET.get("q", ""))
    groups = finding.find(request.actor, q)
    context = {"q": q, "groups": groups, "count": sum(len(group.hits) for group in groups)}
    return render_fragment(request, "search/page.html", "found", context)


@require_safe
@requires(SIGNED_IN)
def palette(request: Request) -> HttpResponse:
    """Pages and actions by any of their names, then records; at first what one had before."""
    q = finding.cleaned(request.GET.get("q", ""))
    found = commands.matching(request.actor, q)
    groups = finding.find(request.actor, q)
    before = [] if q else recent(request.actor, request.GET.get("recent", ""))
    context = {
        "q": q,
        "before": before,
        "commands": found,
        "groups": groups,
        "count": len(before) + len(found) + sum(len(group.hits) for group in groups),
    }
    return render_fragment(request, "search/palette.html", "found", context)
