"""How allauth behaves here: our words, our mails, our security log, no sign-up."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from klientel.foundation.access import NOBODY
from klientel.foundation.ui.toasts import toast
from klientel.services.journal import security

from . import actors, credentials, sessions, signin
from .kept import is_own_page
from .models import User, normal_email

WRONG = _("The e-mail address or the password is not right.")
PATIENCE = _("Too many attempts. Please wait a minute and try again.")

TOASTS = {
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up"),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed"),
    "mfa/messages/webauthn_added.txt": _("The passkey is added"),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed"),
    "mfa/messages/recovery_codes_generated.txt": _("There are new recovery codes"),
    "account/messages/logged_out.txt": _("You are signed out"),
}

# allauth tells of these once all is committed, and of nothing when it is ended in between.
TOLD_BY_VIEWS = {"totp_activated", "recovery_codes_generated"}


class Adapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "account_inactive": WRONG,
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("This password is not right."),
        "incorrect_code": _("This code is not right."),
        "too_many_login_attempts": PATIENCE,
        "rate_limited": PATIENCE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A disabled person hears the same as a stranger."""
        user = super().authenticate(request, **credentials)
        if not isinstance(user, User):
            return None
        if user.is_active:
            return user
        self.authentication_failed(request, **credentials)
        return None

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        who = {"email": user.get_username(), "password": password}
        return self.authenticate(self.request, **who) == user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        AuthenticationBackend.unstash_authenticated_user()
        email = normal_email(str(credentials.get("email", "")))
        known = User.objects.filter(email=email).values_list("pk", flat=True).first()
        security.log("accounts.sign_in.failed", NOBODY, user=known)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        security.log("accounts.sign_in.done", actors.from_user(user))
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        sessions.begin(request.session)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            security.log("accounts.sign_out.done", actors.from_user(request.user))
        super().logout(request)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if signin.SESSION in request.session:
            return reverse("account_resume")
        return super().get_login_redirect_url(request)  # type: ignore[no-any-return]  # untyped

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this installation: no host is right, not even our own."""
        return is_own_page(url or "")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counted per address alone: a made-up Host header must not start a new count."""
        return normal_email(str(credentials.get("email", "")))

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        template = args[0] if args else kwargs.get("message_template")
        text = TOASTS.get(str(template)) or kwargs.get("message")
        if text:
            toast(request, str(text))

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any
    ) -> None:
        """allauth names what happened by a template; the last word of it is what we log."""
        what = template_prefix.rpartition("/")[2]
        if isinstance(user, User) and what not in TOLD_BY_VIEWS:
            credentials.tell_of_second_factor(user, what)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right."),
    }

    def encrypt(self, text: str) -> str:
        """A stolen copy of the database alone gives nobody a second factor."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Klientel"}

    def generate_authenticator_name(self, *args: Any, **kwargs: Any) -> str:
        return str(_("Passkey"))


def _box() -> Fernet:
    key = hashlib.sha256(b"klientel.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
