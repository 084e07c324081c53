"""Signing in and out, and the links that choose a password or confirm an address."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from klientel.foundation.access import PUBLIC, SIGNED_IN, Request, requires

from . import credentials, signin, tasks
from .forms import ForgottenForm, NewPasswordForm, SignInForm
from .kept import FIELD, KeptForm


class SignIn(LoginView):
    """allauth's page; a form that waited is held until the last step."""

    form_class = SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        signin.keep(self.request)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        context = self.get_context_data(form=form)
        answer: HttpResponse = self.render_to_response(context, status=422)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = KeptForm.load(self.request.POST.get(FIELD, ""))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | signin.page_context(kept)


class SignInByPasskey(LoginWebAuthnView):
    """GET answers the piece of page that asks the browser for a passkey."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request") != "true":
            return redirect("account_login")
        options = webauthn.begin_authentication(user=None)
        return render(request, "accounts/passkey_sign_in.html", {"options": options})

    def form_valid(self, form: Any) -> HttpResponse:  # Any: allauth's form
        signin.keep(self.request)
        answer: HttpResponse = super().form_valid(form)
        return answer


class ActivateApp(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:  # Any: allauth's form
        answer: HttpResponse = super().form_valid(form)
        credentials.tell_of_second_factor(self.request.user, "totp_activated")
        return answer


class GenerateCodes(GenerateRecoveryCodesView):
    def form_valid(self, form: Any) -> HttpResponse:  # Any: allauth's form
        answer: HttpResponse = super().form_valid(form)
        credentials.tell_of_second_factor(self.request.user, "recovery_codes_generated")
        return answer


class AddPasskey(AddWebAuthnView):
    """Every passkey is asked to be one that can sign in without a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = webauthn.begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


@requires(SIGNED_IN)
@never_cache
def resume(request: Request) -> HttpResponse:
    """The form that waited, ready to be sent again by the hand that filled it."""
    kept = signin.take(request)
    if kept is None:
        return redirect("/")
    return render(request, "accounts/resume.html", {"kept": kept})


@requires(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def password_forgotten(request: Request) -> HttpResponse:
    """The same answer in the same time for every address, known or not."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not ratelimit.consume(request, action="reset_password", key=email.casefold()):
            return _too_many(request)
        credentials.wish_for_link(email)
        tasks.answer_wishes()
        return redirect("account_reset_password_done")
    return render(request, "accounts/forgotten.html", {"form": form}, status=_status(form))


@requires(PUBLIC)
def password_forgotten_done(request: Request) -> HttpResponse:
    return render(request, "accounts/forgotten_done.html")


@requires(PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: Request, secret: str) -> HttpResponse:
    """Looking consumes nothing; only sending the new password does."""
    link = credentials.password_link(secret)
    if link is None:
        return _private(render(request, "accounts/link_void.html", status=410))
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="reset_password_from_key"):
            return _too_many(request)
        if _use(secret, form):
            return _private(redirect("account_new_password_done"))
    context = {"form": form, "person": link.user}
    return _private(render(request, "accounts/new_password.html", context, status=_status(form)))


def _use(secret: str, form: NewPasswordForm) -> bool:
    try:
        user = credentials.use_password_link(secret, form.cleaned_data["password"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return user is not None


@requires(PUBLIC)
def new_password_done(request: Request) -> HttpResponse:
    return render(request, "accounts/new_password_done.html")


@requires(PUBLIC)
@never_cache
@require_http_methods(["GET", "POST"])
def new_address(request: Request, secret: str) -> HttpResponse:
    """The link suffices: the mail may be read on another device than the one signed in on."""
    link = credentials.address_link(secret)
    if link is not None and request.method == "POST":
        if credentials.use_address_link(secret):
            return _private(redirect("account_new_address_done"))
        link = None
    if link is None:
        return _private(render(request, "accounts/address_link_void.html", status=410))
    context = {"email": link.email, "person": link.user}
    return _private(render(request, "accounts/new_address.html", context))


@requires(PUBLIC)
def new_address_done(request: Request) -> HttpResponse:
    return render(request, "accounts/new_address_done.html")


@requires(PUBLIC)
def language(request: Request) -> HttpResponseBase:
    """Before somebody has signed in; afterwards the profile decides."""
    return set_language(request)


def _status(form: ForgottenForm | NewPasswordForm) -> int:
    return 422 if form.errors else 200


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds the secret: it is told to nobody.

    Not `no-referrer`: under it a browser sends the page's own form with `Origin: null`, which the
    protection against forged requests refuses.
    """
    response["Referrer-Policy"] = "strict-origin"
    return response


def _too_many(request: Request) -> HttpResponse:
    return render(request, "429.html", status=429)
