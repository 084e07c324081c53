"""The file about a person, and erasing one."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from klientel.domains.customers import disclosing
from klientel.domains.customers.actions import erasing
from klientel.domains.customers.models import Contact
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto, render_fragment
from klientel.foundation.ui.toasts import toast
from klientel.services.journal import security

from .bulk import on_contacts

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@requires("privacy.disclose")
@on_contacts
def chosen(request: Request, found: list[Contact]) -> HttpResponse:
    return goto(request, reverse("contacts:person_file", args=[found[0].pk]))


@requires("privacy.erase")
@on_contacts
def erase_chosen(request: Request, found: list[Contact]) -> HttpResponse:
    return _ask(request, found[0])


@require_GET
@requires("privacy.disclose")
def shown(request: Request, pk: int) -> HttpResponse:
    contact = disclosing.asked_for(request.actor, pk)
    language = _language(request.GET.get("language", ""), contact)
    found = disclosing.person_file(request.actor, contact)
    context = {
        "contact": contact,
        "content": disclosing.readable(found, language),
        "language": language,
        "languages": [(code, _named(code)) for code in LANGUAGES],
        "may_erase": request.actor.may("privacy.erase"),
    }
    return render(request, "contacts/person.html", context)


@require_POST
@requires("privacy.disclose")
def archive(request: Request, pk: int) -> FileResponse:
    """Logged, as it leaves the house."""
    contact = disclosing.asked_for(request.actor, pk)
    found = disclosing.person_file(request.actor, contact)
    language = _language(request.POST.get("language", ""), contact)
    packed = disclosing.archive(found, language)
    security.log("privacy.disclosed", request.actor, **disclosing.counts(found))
    name = disclosing.file_name(contact)
    response = FileResponse(packed, as_attachment=True, filename=name)
    response["Content-Type"] = "application/zip"
    response["Cache-Control"] = "private, no-store"
    return response


@requires("privacy.erase")
@require_http_methods(["GET", "POST"])
def erase(request: Request, pk: int) -> HttpResponse:
    """Says what goes and what stays; it is done once the name was typed."""
    contact = disclosing.asked_for(request.actor, pk)
    if request.method != "POST" or _plain(request.POST.get("typed", "")) != _plain(contact.name):
        return _ask(request, contact)
    try:
        erasing.erase_contact(request.actor, contact)
    except ValidationError as error:
        return _ask(request, contact, refusal=" ".join(error.messages))
    toast(request, _("Personal data erased"))
    return goto(request, reverse("contacts:detail", args=[pk]))


def _ask(request: Request, contact: Contact, *, refusal: str = "") -> HttpResponse:
    is_wrong = "typed" in request.POST and not refusal
    context = {
        "contact": contact,
        "preview": erasing.preview(request.actor, contact),
        "is_wrong": is_wrong,
        "refusal": refusal,
        "cancel": reverse("contacts:detail", args=[contact.pk]),
    }
    status = 422 if is_wrong else 409 if refusal else 200
    return render_fragment(request, "contacts/erase.html", "dialog", context, status=status)


def _language(wanted: str, contact: Contact) -> str:
    """What is asked for, else the person's own, else the reader's."""
    for code in (wanted, contact.language[:2], (get_language() or "")[:2]):
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def _named(code: str) -> str:
    return str(dict(settings.LANGUAGES)[code])


def _plain(text: str) -> str:
    return " ".join(text.split())
