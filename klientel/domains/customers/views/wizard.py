"""Creating a customer step by step."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from klientel.domains.customers import parents, queries
from klientel.domains.customers.actions.customers import preview_customer
from klientel.domains.customers.alike import Alike, contacts_like, customers_like
from klientel.domains.customers.display import Words
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.forms.customer import typed_identity
from klientel.domains.customers.forms.wizard import Wizard
from klientel.domains.customers.pages import home, team_members
from klientel.foundation.access import Request, requires
from klientel.services.accounts.models import User

from .keyed import already_saved, key_of, save_once, saved, with_new_key


@requires("customers.add")
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """The key in the address tells wizards apart: their drafts, and a form that is sent twice."""
    key = key_of(request)
    if not key:
        return with_new_key("customers:create")
    if (answer := already_saved(request, key)) is not None:
        return answer
    posted = request.POST if request.method == "POST" else None
    wizard = Wizard(posted, manager=_own_address(request), home=home(), reader=request.actor)
    return _answer(request, wizard, key)


def _answer(request: Request, wizard: Wizard, key: str) -> HttpResponse:
    if wizard.wants_check and not _is_right(request, wizard):
        return _page(request, wizard, key, status=422)
    if wizard.go == "save":
        customer = save_once(request, wizard, key)
        if customer is None:
            return _page(request, wizard, key, status=422)
        return saved(request, customer, key)
    wizard.move()
    return _page(request, wizard, key)


def _own_address(request: Request) -> str:
    return request.user.email if isinstance(request.user, User) else ""


def _is_right(request: Request, wizard: Wizard) -> bool:
    """What the form and what the action refuse is said at once, not one after the other."""
    is_readable = wizard.is_valid()
    wizard.preview, errors = preview_customer(request.actor, **wizard.values())
    if errors:
        wizard.refuse(errors)
    return is_readable and not errors


def _look(request: Request, wizard: Wizard) -> list[Alike]:
    """Whom the customer looks like, at the first step; at the second each row is told its own."""
    if wizard.data is None:
        return []
    if wizard.step == "company":
        typed = typed_identity(wizard.data, home=home())
        return customers_like(request.actor, typed, home=home())
    if wizard.step == "contacts":
        wizard.contacts.is_valid()
        rows = wizard.contacts.rows
        given = [cast("ContactFields", row.values()) for row in rows]
        hints = contacts_like(request.actor, given, home=home())
        for row, found in zip(rows, hints, strict=True):
            row.alike = found
    return []


def _page(request: Request, wizard: Wizard, key: str, *, status: int = 200) -> HttpResponse:
    words = Words("")
    context = {
        "wizard": wizard,
        "alike": _look(request, wizard),
        "key": key,
        "home": home(),
        "categories": queries.category_words(request.actor),
        "manager": words.person(wizard.preview.get("account_manager", "")),
        "parent": parents.shown(request.actor, wizard.preview.get("parent", "")),
        "team": [member.name for member in team_members(words, wizard.preview)],
    }
    response = render(request, "customers/wizard.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"  # the browser's own Back needs a copy
    return response
