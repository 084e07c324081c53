"""Contacts nobody has used for long: proposed for erasing, one by one."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from klientel.domains.customers import retention
from klientel.foundation.access import Request, requires
from klientel.foundation.lib import clock
from klientel.services.privacy.retention import periods

KIND = "contacts"
SHOWN = 200


@require_GET
@requires("privacy.change_periods")
def unused(request: Request) -> HttpResponse:
    days = periods()[KIND]
    found = retention.unused_seen(request.actor, clock.now() - timedelta(days=days or 0))
    context = {
        "contacts": found[:SHOWN] if days is not None else [],
        "may_erase": request.actor.may("privacy.erase"),
    }
    return render(request, "contacts/unused.html", context)
