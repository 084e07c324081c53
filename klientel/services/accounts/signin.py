"""Leading somebody to the sign-in page and back, with what they had typed.

An expired session must not cost a filled form: the page that answers the post carries the fields
along, nothing is stored for strangers, and after signing in one button sends them again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from . import showcase
from .forms import SignInForm

FIELD = "kept_form"
SESSION = "kept_form"
LARGEST = 200_000  # signs; a longer form is not carried along
SECRET = ("password", "secret", "token")  # as a part of the name of a field


@dataclass(frozen=True)
class KeptForm:
    """A posted form that waits for its sender to sign in."""

    path: str
    fields: list[tuple[str, str]]

    @classmethod
    def of(cls, request: HttpRequest) -> KeptForm | None:
        """Nothing of a form with files, a very long one, or one of the sign-in's own."""
        if request.FILES or request.path.startswith("/accounts/"):
            return None
        fields = [(n, v) for n in request.POST for v in request.POST.getlist(n) if not _secret(n)]
        kept = cls(request.get_full_path(), fields)
        return kept if fields and len(kept.dump()) <= LARGEST else None

    @classmethod
    def load(cls, text: str) -> KeptForm | None:
        """Read back what came from the browser, trusting nothing of it."""
        if not text or len(text) > LARGEST:
            return None
        try:
            data = json.loads(text)
            path, fields = data["path"], [(n, v) for n, v in data["fields"]]
        except (ValueError, TypeError, KeyError):
            return None
        words = [path, *(part for pair in fields for part in pair)]
        if not all(isinstance(word, str) for word in words) or not is_own_page(path):
            return None
        return cls(path, [(n, v) for n, v in fields if not _secret(n)])

    def dump(self) -> str:
        return json.dumps({"path": self.path, "fields": self.fields}, ensure_ascii=False)


def _secret(name: str) -> bool:
    """A one-time code is secret, a postal code is not."""
    return name == "code" or any(word in name.lower() for word in SECRET)


def is_own_page(path: str) -> bool:
    """A path of this installation and nothing that a browser could read as another address."""
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        resolve(urlsplit(path).path)
    except Resolver404:
        return False
    return True


def ask(request: HttpRequest) -> HttpResponse:
    """The answer to whoever has not signed in."""
    by_htmx = request.headers.get("HX-Request") == "true"
    kept = KeptForm.of(request) if request.method == "POST" else None
    if kept:
        return _page_with(request, kept, by_htmx=by_htmx)
    where = request.get_full_path()
    if by_htmx or request.method not in ("GET", "HEAD"):
        where = _page_in_view(request)
    target = f"{reverse('account_login')}?{urlencode({'next': where})}"
    if by_htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _page_with(request: HttpRequest, kept: KeptForm, *, by_htmx: bool) -> HttpResponse:
    context = {"form": SignInForm(request=request)} | page_context(kept)
    response = render(request, "account/login.html", context, status=422 if by_htmx else 401)
    if by_htmx:  # the whole page changes, whatever piece of it was asked for
        response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def page_context(kept: KeptForm | None) -> dict[str, object]:
    """What the sign-in page shows besides its form."""
    return {"kept_form": kept.dump() if kept else "", "demo_people": showcase.people()}


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
