"""Leading somebody to the sign-in page and back, with what they had typed.

An expired session must not cost a filled form: the page that answers the post carries the fields
along, nothing is stored for strangers, and after signing in one button sends them again.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from klientel.foundation.access import PUBLIC, Request
from klientel.foundation.ui import errors

from . import showcase
from .forms import SignInForm
from .kept import FIELD, KeptForm, is_own_page

SESSION = "kept_form"


def ask(request: HttpRequest) -> HttpResponse:
    """The answer to whoever has not signed in."""
    by_htmx = request.headers.get("HX-Request") == "true"
    kept = KeptForm.of(request) if request.method == "POST" else None
    if kept:
        return _page_with(request, kept)
    where = request.get_full_path()
    if by_htmx or request.method not in ("GET", "HEAD"):
        where = _page_in_view(request)
    target = f"{reverse('account_login')}?{urlencode({'next': where})}"
    if by_htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def refused(request: Request, reason: str = "") -> HttpResponse:
    """The answer to a form without its token, as when a browser has dropped all cookies.

    A form of our own pages is held, and only the hand of its sender sends it again; one that comes
    from elsewhere is neither held nor shown.
    """
    if not _is_from_here(request):
        return errors.csrf(request)
    if request.path == reverse("account_login"):
        return _sign_in_anew(request)
    asked = getattr(
        request.resolver_match and request.resolver_match.func, "required_permission", ""
    )
    if asked != PUBLIC and request.actor.user_id is None:
        return ask(request)
    if kept := KeptForm.of(request):
        return _whole_page(
            request, "accounts/resume.html", {"kept": kept, "is_old": True}, status=403
        )
    return errors.csrf(request, _page_in_view(request))


def _is_from_here(request: HttpRequest) -> bool:
    """As the browser says; no page can make it say otherwise."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (here, *settings.CSRF_TRUSTED_ORIGINS)


def _sign_in_anew(request: Request) -> HttpResponse:
    """Whoever has signed in by another tab meanwhile goes on at once."""
    kept, where = KeptForm.load(request.POST.get(FIELD, "")), request.POST.get("next", "")
    where = where if is_own_page(where) else ""
    if request.actor.user_id is not None:
        keep(request)
        return HttpResponseRedirect(reverse("account_resume") if kept else where or "/")
    form = SignInForm(request=request, initial={"login": request.POST.get("login", "")})
    context = {"form": form, "is_old": True, "redirect_field_value": where} | page_context(kept)
    return _whole_page(request, "account/login.html", context, status=403)


def _page_with(request: HttpRequest, kept: KeptForm) -> HttpResponse:
    context = {"form": SignInForm(request=request)} | page_context(kept)
    return _whole_page(request, "account/login.html", context, status=401)


def _whole_page(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int
) -> HttpResponse:
    """For htmx, too: whatever piece of the page it asked for."""
    if request.headers.get("HX-Request") != "true":
        return render(request, template, context, status=status)
    response = render(request, template, context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def page_context(kept: KeptForm | None) -> dict[str, object]:
    """What the sign-in page shows besides its form."""
    return {
        "kept_form": kept.dump() if kept else "",
        "lost_files": kept is not None and kept.lost_files,
        "demo_people": showcase.people(),
    }


def _page_in_view(request: HttpRequest) -> str:
    """The page around a fragment or a form: going to the fragment itself would show a piece."""
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    parts = urlsplit(address)
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return page if parts.netloc == request.get_host() and is_own_page(page) else "/"


def keep(request: HttpRequest) -> None:
    """The person has proven who they are: hold the form until the last step of the sign-in."""
    if kept := KeptForm.load(request.POST.get(FIELD, "")):
        request.session[SESSION] = kept.dump()


def take(request: HttpRequest) -> KeptForm | None:
    """The form that waited, once."""
    return KeptForm.load(request.session.pop(SESSION, ""))
