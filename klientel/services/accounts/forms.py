"""The forms of signing in, in our words. Fields and checks are allauth's where it has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from klientel.foundation.ui.menu import Text


class SignInForm(account.LoginForm):
    """E-mail and password on one page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on to allauth's form
        super().__init__(*args, **kwargs)
        _say(self, login=_("E-mail address"), password=_("Password"), remember=_("Stay signed in"))
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        missing = "password" if self["login"].value() else "login"
        for name in ("login", "password"):
            self.fields[name].widget.attrs["autofocus"] = name == missing


class PasswordAgainForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on to allauth's form
        super().__init__(*args, **kwargs)
        _say(self, password=_("Password"))
        self.fields["password"].help_text = ""


class CodeForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on to allauth's form
        super().__init__(*args, **kwargs)
        _say(self, code=_("Code from your app, or a recovery code"))
        self.fields["code"].widget.attrs["autofocus"] = True


class CodeAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on to allauth's form
        super().__init__(*args, **kwargs)
        _say(self, code=_("Code from your app, or a recovery code"))
        self.fields["code"].widget.attrs["autofocus"] = True


class ActivateAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on to allauth's form
        super().__init__(*args, **kwargs)
        _say(self, code=_("Code from your app"))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """Every key added here can sign in on its own, so it has to know its owner."""

    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on to allauth's form
        super().__init__(*args, **kwargs)
        _say(self, name=_("Name of the passkey"))

    def clean_passwordless(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        with _readable():
            return dict(super().clean())


class PasskeySignInForm(webauthn.LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with _readable():
            return super().clean_credential()


class PasskeyForm(webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with _readable():
            return super().clean_credential()


class PasskeyAgainForm(webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with _readable():
            return super().clean_credential()


@contextmanager
def _readable() -> Iterator[None]:
    """An answer that is no passkey's, but made up, lacks parts where the library expects them."""
    try:
        yield
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise ValidationError(_("This code is not right.")) from error


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on to allauth's form
        super().__init__(*args, **kwargs)
        _say(self, name=_("Name of the passkey"))


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class NewPasswordForm(forms.Form):
    """Typed once: whoever mistypes asks for another link; pasting from a manager works."""

    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        help_text=_("At least 10 characters; a few words make a good password."),
    )


def _say(form: forms.Form, **labels: Text) -> None:
    """Our labels; no placeholders, which vanish while one types."""
    for name, label in labels.items():
        if field := form.fields.get(name):
            field.label = str(label)
            field.widget.attrs.pop("placeholder", None)
