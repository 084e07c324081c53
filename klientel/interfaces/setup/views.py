"""The first visit: who will be the first administrator."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from klientel.foundation.access import PUBLIC, Request, requires
from klientel.services.accounts import actions, setup_code
from klientel.services.accounts.models import User

from .forms import CodeForm, FirstAdminForm
from .tasks import fill_with_demo_data

PERSON = ("name", "email", "password", "language")


@requires(PUBLIC)
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def first(request: Request) -> HttpResponse:
    if User.objects.exists():
        return redirect("account_login")
    kind = CodeForm if setup_code.is_needed(request) else FirstAdminForm
    form = kind(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid() and _may_go_on(request, form):
        if user := _create(form):
            setup_code.forget()
            if form.cleaned_data["demo"]:
                fill_with_demo_data()
            get_adapter().login(request, user)
            return redirect("/")
        if User.objects.exists():
            return redirect("account_login")
    return render(request, "setup/first.html", {"form": form}, status=422 if form.errors else 200)


def _may_go_on(request: Request, form: FirstAdminForm) -> bool:
    if "code" not in form.fields:
        return True
    if not ratelimit.consume(request, action="signup"):
        form.add_error("code", _("Too many attempts. Please wait a minute and try again."))
    elif not setup_code.fits(form.cleaned_data["code"]):
        form.add_error("code", _("This code is not right."))
    return not form.errors


def _create(form: FirstAdminForm) -> User | None:
    try:
        return actions.create_first_admin(**{name: form.cleaned_data[name] for name in PERSON})
    except ValidationError as error:
        form.add_error(None, error)
        return None
