"""The people of the own company, for whoever manages them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klientel.foundation.access import Request, requires
from klientel.foundation.ui.toasts import toast
from klientel.interfaces.settings.forms import PersonForm, submit
from klientel.services.accounts import actions, credentials, policy
from klientel.services.accounts.models import User


@requires("accounts.manage_users")
def users(request: Request) -> HttpResponse:
    people = User.objects.order_by("-is_active", "name", "pk")
    return render(request, "settings/users.html", {"people": people})


@requires("accounts.manage_users")
@require_http_methods(["GET", "POST"])
def user_new(request: Request) -> HttpResponse:
    """The new person chooses the password; nobody else ever knows it."""
    form = PersonForm(request.POST or None)
    if request.method == "POST":
        user = submit(form, lambda: actions.invite_user(request.actor, **form.cleaned_data))
        if user:
            toast(request, _("%(name)s is added and gets a mail") % {"name": user.name})
            return redirect("settings:users")
    status = 422 if form.errors else 200
    return render(request, "settings/user_new.html", {"form": form}, status=status)


@requires("accounts.manage_users")
@require_http_methods(["GET", "POST"])
def user(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, person=person)
    if request.method == "POST":
        changed = submit(
            form, lambda: actions.change_user(request.actor, person, **form.cleaned_data)
        )
        if changed:
            toast(request, _("%(name)s is saved") % {"name": changed.name})
            return redirect("settings:users")
    context = {"form": form, "person": person, "may_disable": policy.may_disable(person)}
    return render(request, "settings/user.html", context, status=422 if form.errors else 200)


@requires("accounts.manage_users")
@require_POST
def user_disable(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    try:
        actions.disable_user(request.actor, person)
    except ValidationError as error:
        toast(request, error.messages[0], tone="error")
    else:
        toast(request, _("%(name)s can no longer sign in") % {"name": person.name})
    return redirect("settings:user", pk)


@requires("accounts.manage_users")
@require_POST
def user_enable(request: Request, pk: int) -> HttpResponse:
    person = actions.enable_user(request.actor, get_object_or_404(User, pk=pk))
    toast(request, _("%(name)s can sign in again") % {"name": person.name})
    return redirect("settings:user", pk)


@requires("accounts.manage_users")
@require_POST
def user_send_link(request: Request, pk: int) -> HttpResponse:
    """A start only: the link goes to the person's own address."""
    person = get_object_or_404(User, pk=pk, is_active=True)
    is_new = not person.has_usable_password()
    credentials.send_password_link(request.actor, person, invited=is_new)
    toast(request, _("%(name)s gets a link to choose a password") % {"name": person.name})
    return redirect("settings:user", pk)
