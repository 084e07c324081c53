"""Retention periods with what they would remove today, the log, and the register of columns."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from klientel.foundation.access import Request, requires
from klientel.foundation.db import personal
from klientel.foundation.ui.htmx import goto, render_fragment
from klientel.foundation.ui.toasts import toast
from klientel.services.accounts.models import User

from . import retention, tasks
from .forms import PeriodsForm
from .models import Removal, Sweep

LOGGED = 50


@requires("privacy.change_periods")
@require_http_methods(["GET", "POST"])
def periods(request: Request) -> HttpResponse:
    due = retention.due()
    form = PeriodsForm(request.POST or None, due)
    if request.method == "POST" and form.is_valid():
        retention.set_periods(request.actor, form.days())
        toast(request, _("Retention periods saved"))
        return goto(request, reverse("privacy:periods"))
    titles = {each.kind.code: each.kind.title for each in due}
    sweeps = Sweep.objects.order_by("-pk")[:LOGGED]
    removals = list(Removal.objects.order_by("-pk")[:LOGGED])
    people = User.objects.get_queryset().in_bulk({each.actor_id or 0 for each in removals})
    context = {
        "form": form,
        "rows": [(each, form[each.kind.code], _url(each)) for each in due],
        "has_due": any(each.count for each in due if each.kind.step),
        "sweeps": [(sweep, titles.get(sweep.kind, sweep.kind)) for sweep in sweeps],
        "removals": [
            (each, retention.name_of(each.model), people.get(each.actor_id or 0))
            for each in removals
        ],
    }
    return render(request, "privacy/periods.html", context, status=422 if form.errors else 200)


@requires("privacy.change_periods")
@require_http_methods(["GET", "POST"])
def apply(request: Request) -> HttpResponse:
    """What the night would do, now: says with numbers what goes, then begins in the background."""
    if request.method == "GET":
        going = [each for each in retention.due() if each.count and each.kind.step]
        return render_fragment(request, "privacy/apply.html", "dialog", {"going": going})
    tasks.apply()
    toast(request, _("Removing what is over its period has begun"))
    return goto(request, reverse("privacy:periods"))


@requires("privacy.change_periods")
@require_GET
def register(request: Request) -> HttpResponse:
    """Every column that says something about people (GDPR, Article 30)."""
    found = sorted(personal.known().items(), key=lambda item: (item[1].about.name, item[0]))
    groups = groupby(found, key=lambda item: item[1].about)
    context = {"groups": [(about.value, list(columns)) for about, columns in groups]}
    return render(request, "privacy/register.html", context)


def _url(due: retention.Due) -> str:
    return reverse(due.kind.url_name) if due.kind.url_name and due.count else ""
