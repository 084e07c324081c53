"""Pages for what went wrong. None of them touches the database."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation

from .context import Frame


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, "500.html", 500)


def csrf(request: HttpRequest, where: str = "") -> HttpResponse:
    """The form is older than the session, or came from elsewhere. `where` it may be opened anew."""
    return _page(request, "403_csrf.html", 403, where=where)


def method_page(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: whoever types the address of a button is told so, where a view says nothing."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page = _page(request, "405.html", 405)
        page["Allow"] = response["Allow"]
        return page

    return answer


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    """Without the request's context, so that no processor can fail a second time.

    A request refused at the door comes here before anything has asked for its language.
    """
    known = getattr(request, "LANGUAGE_CODE", "")
    with translation.override(known or translation.get_language_from_request(request)):
        text = render_to_string(template, {"frame": Frame(request), **context})
    return HttpResponse(text, status=status)
