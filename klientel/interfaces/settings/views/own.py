"""One's own profile and how one signs in."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.ui.toasts import toast
from klientel.interfaces.settings.forms import EmailForm, PasswordForm, ProfileForm, submit
from klientel.services.accounts import actions, credentials, sessions
from klientel.services.accounts.adapter import PATIENCE
from klientel.services.accounts.models import User

PROFILE = ("name", "language", "time_zone", "theme")


def me(request: Request) -> User:
    """Who asks. Every view here has been asked for a signed-in person."""
    assert request.actor.user_id is not None
    return User.objects.get(pk=request.actor.user_id)


@requires(SIGNED_IN)
def index(request: Request) -> HttpResponse:
    return redirect("settings:profile")


@requires(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def profile(request: Request) -> HttpResponse:
    user = me(request)
    form = ProfileForm(request.POST or None, initial={n: getattr(user, n) for n in PROFILE})
    if request.method == "POST":
        saved = submit(
            form, lambda: actions.change_profile(request.actor, user, **form.cleaned_data)
        )
        if saved:
            toast(request, _("Your profile is saved"))
            return redirect("settings:profile")
    status = 422 if form.errors else 200
    return render(request, "settings/profile.html", {"form": form, "person": user}, status=status)


@requires(SIGNED_IN)
def security(request: Request) -> HttpResponse:
    return _security(request, PasswordForm())


def _security(request: Request, form: PasswordForm, status: int = 200) -> HttpResponse:
    user = me(request)
    kinds = Authenticator.Type
    keys = Authenticator.objects.filter(user=user)
    context = {
        "form": form,
        "person": user,
        "app": keys.filter(type=kinds.TOTP).first(),
        "codes": keys.filter(type=kinds.RECOVERY_CODES).first(),
        "passkeys": [key.wrap() for key in keys.filter(type=kinds.WEBAUTHN)],
        "sessions": sessions.open_ones(user),
        "waiting_address": credentials.waiting_address(user),
    }
    return render(request, "settings/security.html", context, status=status)


@requires(SIGNED_IN)
@sensitive_post_parameters("current_password", "password")
@require_POST
def password(request: Request) -> HttpResponse:
    user, form = me(request), PasswordForm(request.POST)
    if not ratelimit.consume(request, action="change_password", user=user):
        form.add_error(None, PATIENCE)
    elif form.is_valid() and not user.check_password(form.cleaned_data["current_password"]):
        form.add_error("current_password", _("This password is not right."))
    elif submit(
        form,
        lambda: credentials.change_password(request.actor, user, form.cleaned_data["password"]),
    ):
        _stay(request, user)
        toast(request, _("Your password is changed; other devices are signed out"))
        return redirect("settings:security")
    return _security(request, form, 422)


@requires(SIGNED_IN)
@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # allauth is only partly typed
def email(request: Request) -> HttpResponse:
    """A link goes to the new address, which counts once its reader has confirmed it."""
    user, form = me(request), EmailForm(request.POST or None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="manage_email", user=user):
            form.add_error(None, PATIENCE)
        elif _ask_for_address(request, form):
            toast(request, _("We have sent a link to the new address"))
            return redirect("settings:security")
    context = {"form": form, "person": user}
    return render(request, "settings/email.html", context, status=422 if form.errors else 200)


def _ask_for_address(request: Request, form: EmailForm) -> bool:
    def ask() -> bool:
        credentials.ask_for_address(request.actor, me(request), form.cleaned_data["email"])
        return True

    return bool(submit(form, ask))


@requires(SIGNED_IN)
@require_POST
def end_sessions(request: Request) -> HttpResponse:
    """Everywhere but here."""
    user = actions.end_sessions(request.actor, me(request))
    _stay(request, user)
    toast(request, _("You are signed out everywhere else"))
    return redirect("settings:security")


def _stay(request: Request, user: User) -> None:
    """This session follows the change that ended the others."""
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
