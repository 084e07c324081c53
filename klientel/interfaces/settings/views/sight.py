"""What roles see and may do, and what one person does."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from klientel.foundation.access import Request, requires
from klientel.foundation.ui.toasts import toast
from klientel.interfaces.settings import seeing
from klientel.interfaces.settings.forms import SightForm, submit
from klientel.interfaces.settings.sections import GROUPS
from klientel.services.accounts import actors
from klientel.services.accounts import sight as actions
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import User


@requires("accounts.manage_users")
@require_http_methods(["GET", "POST"])
def roles(request: Request) -> HttpResponse:
    form = SightForm(request.POST or None)
    if request.method == "POST" and submit(form, lambda: _save(request, form)):
        toast(request, _("What the roles see is saved"))
        return redirect("settings:roles")
    context = {
        "form": form,
        "admin": Role.ADMIN.label,
        "sights": Sight.labels,
        "roles": Role.labels,
        "table": _table(),
    }
    return render(request, "settings/roles.html", context, status=422 if form.errors else 200)


def _save(request: Request, form: SightForm) -> bool:
    actions.set_sight(request.actor, form.cleaned_data)
    return True


def _table() -> list[tuple[object, list[tuple[object, list[bool]]]]]:
    allowed = [actors.permissions_of(role) for role in Role.values]
    return [
        (group.title, [(label, [code in some for some in allowed]) for code, label in rows])
        for group in GROUPS
        if (rows := group.labels.items())
    ]


@requires("accounts.manage_users")
def user_sight(request: Request, pk: int) -> HttpResponse:
    """What this person sees, and what would change with the role the address names."""
    person = get_object_or_404(User, pk=pk)
    present = actors.from_user(person)
    context = {
        "person": person,
        "seen": seeing.seen(present),
        "rights": seeing.rights(present),
        "teams": person.staff_teams.active(),
        "others": [(role.value, role.label) for role in Role if role != person.role],
    }
    role = request.GET.get("role", "")
    if person.is_active and role in Role.values and role != person.role:
        other = actors.in_role(person, role)
        context |= {
            "chosen": Role(role),
            "then": seeing.seen(other),
            "more": seeing.beyond(request.actor, other, than=present),
            "fewer": seeing.beyond(request.actor, present, than=other),
            "gained": seeing.rights(other, without=present),
            "lost": seeing.rights(present, without=other),
        }
    return render(request, "settings/user_sight.html", context)
