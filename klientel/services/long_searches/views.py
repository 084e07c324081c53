"""Searches in the background: begun from a list that took too long, watched, opened, removed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import back, render_fragment
from klientel.foundation.ui.toasts import toast

from . import actions, kinds, queries
from .models import LongSearch


@require_safe
@requires("long_searches.run")
def every(request: Request) -> HttpResponse:
    found = LongSearch.objects.visible_to(request.actor).order_by("-pk")
    searches = [(each, kinds.kind(each.kind).table.title, queries.counted(each)) for each in found]
    return render(request, "long_searches/every.html", {"searches": searches})


@require_POST
@requires("long_searches.run")
def new(request: Request) -> HttpResponse:
    name = request.POST.get("kind", "")
    if name not in kinds.open_to(request.actor):
        raise Http404(name)
    try:
        search = actions.begin(request.actor, name, request.POST.get("asked", ""))
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return redirect(back(request, reverse(kinds.kind(name).home)))
    return redirect("long_searches:show", search.pk)


@require_safe
@requires("long_searches.run")
def show(request: Request, pk: int) -> HttpResponse:
    search = _search(request, pk)
    kind = kinds.kind(search.kind)
    context = {
        "search": search,
        "kind": kind,
        "home": reverse(kind.home),
        "list_url": f"{reverse(kind.home)}?{search.asked}",
        "found_url": queries.address(search),
        "percent": queries.percent(search),
        "count": queries.counted(search),
    }
    return render_fragment(request, "long_searches/search.html", "search", context)


@require_POST
@requires("long_searches.run")
def cancel(request: Request, pk: int) -> HttpResponse:
    actions.cancel(_search(request, pk))
    return redirect("long_searches:show", pk)


@require_POST
@requires("long_searches.run")
def delete(request: Request, pk: int) -> HttpResponse:
    """Nothing is lost that could not be searched for again."""
    actions.remove(_search(request, pk))
    toast(request, _("Search removed"))
    return redirect("long_searches:every")


def _search(request: Request, pk: int) -> LongSearch:
    return get_object_or_404(LongSearch.objects.visible_to(request.actor), pk=pk)
