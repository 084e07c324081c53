"""Where one signs in. The names are allauth's, which looks its own pages up by them.

Only what is needed is reachable: no sign-up, no mail confirmation, no sign-in by code.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.db import transaction
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from klientel.foundation.access import PUBLIC, SIGNED_IN, requires

from . import views


def page(
    route: str, view: Callable[..., Any], name: str, *, permission: str = SIGNED_IN
) -> URLPattern:
    """One of allauth's pages, with what it asks of its visitor declared like everywhere."""
    inner = view if permission == PUBLIC else in_one(view)
    return path(f"accounts/{route}", requires(permission)(inner), name=name)


def in_one(view: Callable[..., Any]) -> Callable[..., Any]:
    """What a form changes about signing in stands together with the mail that tells of it."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic() if request.method == "POST" else nullcontext():
            return view(request, *args, **kwargs)

    return inner


security = RedirectView.as_view(pattern_name="settings:security")

urlpatterns = [
    page("login", views.SignIn.as_view(), "account_login", permission=PUBLIC),
    page("login/passkey", views.SignInByPasskey.as_view(), "mfa_login_webauthn", permission=PUBLIC),
    page("login/code", mfa.authenticate, "mfa_authenticate", permission=PUBLIC),
    page("logout", account.logout, "account_logout", permission=PUBLIC),
    path("accounts/resume", views.resume, name="account_resume"),
    path("accounts/language", views.language, name="account_language"),
    path("accounts/password/forgotten", views.password_forgotten, name="account_reset_password"),
    path(
        "accounts/password/forgotten/done",
        views.password_forgotten_done,
        name="account_reset_password_done",
    ),
    path("accounts/password/chosen", views.new_password_done, name="account_new_password_done"),
    path("accounts/password/new/<str:secret>", views.new_password, name="account_new_password"),
    path("accounts/address/confirmed", views.new_address_done, name="account_new_address_done"),
    path("accounts/address/new/<str:secret>", views.new_address, name="account_new_address"),
    page("again", account.reauthenticate, "account_reauthenticate"),
    page("again/code", mfa.reauthenticate, "mfa_reauthenticate"),
    page("again/passkey", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page("security", security, "mfa_index"),
    page("app", views.ActivateApp.as_view(), "mfa_activate_totp"),
    page("app/remove", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("codes", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page("codes/new", views.GenerateCodes.as_view(), "mfa_generate_recovery_codes"),
    page("passkeys", security, "mfa_list_webauthn"),
    page("passkeys/new", views.AddPasskey.as_view(), "mfa_add_webauthn"),
    page("passkeys/<int:pk>", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    page("passkeys/<int:pk>/remove", webauthn.remove_webauthn, "mfa_remove_webauthn"),
]
