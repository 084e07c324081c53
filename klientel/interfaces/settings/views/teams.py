"""Teams of staff, for whoever manages people."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klientel.foundation.access import Request, requires
from klientel.foundation.lib.text import fold
from klientel.foundation.ui.htmx import goto, render_fragment
from klientel.foundation.ui.toasts import toast
from klientel.interfaces.settings import seeing
from klientel.interfaces.settings.forms import TeamForm, submit
from klientel.services.accounts import teams as actions
from klientel.services.accounts.models import StaffTeam

HOME = "settings:teams"


@requires("accounts.manage_users")
def teams(request: Request) -> HttpResponse:
    found = StaffTeam.objects.prefetch_related("members")
    rows = sorted(found, key=lambda team: (not team.is_active, fold(team.name)))
    return render(request, "settings/teams.html", {"teams": rows})


@requires("accounts.manage_users")
@require_http_methods(["GET", "POST"])
def team_new(request: Request) -> HttpResponse:
    form = TeamForm(request.POST or None)
    if request.method == "POST":
        made = submit(form, lambda: actions.create_team(request.actor, **form.cleaned_data))
        if made:
            toast(request, _("“%(name)s” added") % {"name": made.name})
            return redirect(HOME)
    status = 422 if form.errors else 200
    return render(request, "settings/team_new.html", {"form": form}, status=status)


@requires("accounts.manage_users")
@require_http_methods(["GET", "POST"])
def team(request: Request, pk: int) -> HttpResponse:
    """A dissolved one is only looked at."""
    row = get_object_or_404(StaffTeam, pk=pk)
    form = TeamForm(request.POST or None, team=row)
    if request.method == "POST":
        changed = submit(form, lambda: actions.change_team(request.actor, row, **form.cleaned_data))
        if changed:
            toast(request, _("“%(name)s” saved") % {"name": changed.name})
            return redirect(HOME)
    context = {"form": form, "team": row}
    return render(request, "settings/team.html", context, status=422 if form.errors else 200)


@requires("accounts.manage_users")
@require_http_methods(["GET", "POST"])
def team_dissolve(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(StaffTeam.objects.active(), pk=pk)
    if request.method == "POST":
        actions.dissolve_team(request.actor, row)
        toast(request, _("“%(name)s” dissolved") % {"name": row.name})
        return goto(request, reverse(HOME))
    context = {
        "team": row,
        "members": list(row.members.order_by("name", "pk")),
        "customers": seeing.looked_after(request.actor, row),
        "losing": seeing.lost_without(row),
    }
    return render_fragment(request, "settings/team_dissolve.html", "dialog", context)


@requires("accounts.manage_users")
@require_POST
def team_restore(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(StaffTeam, pk=pk)
    try:
        actions.restore_team(request.actor, row)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
    else:
        toast(request, _("“%(name)s” is a team again") % {"name": row.name})
    return redirect("settings:team", pk)
