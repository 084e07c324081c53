"""What a view answers to htmx: the part of its page that changes, or where to go next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme


def is_partial(request: HttpRequest) -> bool:
    """An htmx request that wants a part; boosted links and history restores want the page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def fragment(request: HttpRequest, template: str, partial: str) -> str:
    """The name of the template to render: the page, or the one partial htmx asked for."""
    return f"{template}#{partial}" if is_partial(request) else template


def render_fragment(  # noqa: PLR0917  # WONTFIX: the order of django.shortcuts.render
    request: HttpRequest,
    template: str,
    partial: str,  # WONTFIX: the order of django.shortcuts.render
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Page or partial with the header that keeps caches from mixing them up."""
    response = render(request, fragment(request, template, partial), context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def goto(request: HttpRequest, url: str) -> HttpResponse:
    """The next page after success."""
    if is_partial(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def back(request: HttpRequest, fallback: str = "/") -> str:
    """The page of ours that this request came from: as posted, as htmx or the browser says."""
    headers = request.headers
    said = (request.POST.get("next"), headers.get("HX-Current-URL"), headers.get("Referer"))
    target = next(filter(None, said), "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else fallback
