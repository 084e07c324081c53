"""One's own API tokens."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.ui.toasts import toast
from klientel.interfaces.settings.forms import TokenForm, submit
from klientel.services.accounts import actions
from klientel.services.accounts.models import Token

from .own import me


@requires(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def tokens(request: Request) -> HttpResponse:
    """The secret is in the answer to the post and nowhere else, so a reload shows it no more."""
    user, secret = me(request), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST":
        made = submit(form, lambda: actions.create_token(request.actor, user, **form.cleaned_data))
        if made:
            secret, form = made[1], TokenForm()
    own = Token.objects.filter(user=user, revoked_at=None)
    context = {"form": form, "tokens": own, "secret": secret}
    return render(request, "settings/tokens.html", context, status=422 if form.errors else 200)


@requires(SIGNED_IN)
@require_POST
def token_revoke(request: Request, pk: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=pk, user_id=request.actor.user_id, revoked_at=None)
    actions.revoke_token(request.actor, token)
    toast(request, _("The token is revoked"))
    return redirect("settings:tokens")
