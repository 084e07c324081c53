"""From the chosen rows to the result: fields, preview, run; nothing is written before the last."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import is_partial
from klientel.foundation.ui.toasts import toast
from klientel.services.journal.toasts import undo_url

from . import actions, kinds, pages
from .kinds import WishForm
from .models import BulkRun, State
from .wishes import Wish

LISTED = 50


@requires("bulk.change")
@require_safe
def runs(request: Request) -> HttpResponse:
    found = BulkRun.objects.visible_to(request.actor).exclude(state=State.OPEN)
    listed = pages.listed(list(found.order_by("-pk")[:LISTED]))
    return render(request, "bulk/runs.html", {"runs": listed})


def _run(request: Request, pk: int) -> BulkRun:
    return get_object_or_404(BulkRun.objects.visible_to(request.actor), pk=pk)


@requires("bulk.change")
@require_http_methods(["GET", "POST"])
def fields(request: Request, pk: int) -> HttpResponse:
    """What was chosen stays chosen on the way back from the preview."""
    found = _run(request, pk)
    if found.is_ended or found.state == State.RUNNING or found.wish.get("act"):
        return redirect("bulk:run", pk)
    kind = kinds.kind(found.kind)
    many = kind.open_form(request.actor, request.POST if request.method == "POST" else _sent(found))
    if request.method == "POST" and many.is_valid() and _checked(request, found, many):
        return redirect("bulk:run", pk)
    many.form.initial["change"] = request.GET.getlist("change")
    context = {
        "run": found,
        "kind": kind,
        "many": many,
        "form": many.form,
        "counted": kind.counted(found.total),
        "came": pages.back_to(found, kind),
        "steps": pages.steps(1),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "bulk/fields.html", context, status=status)


def _sent(run: BulkRun) -> QueryDict | None:
    """As it was sent before the preview."""
    if not run.form:
        return None
    data = QueryDict(mutable=True)
    for name, values in run.form.items():
        data.setlist(name, values)
    return data


def _checked(request: Request, run: BulkRun, many: WishForm) -> bool:
    try:
        names = {"change", *many.form.fields} & set(request.POST)
        form = {name: request.POST.getlist(name) for name in sorted(names)}
        wish = replace(many.wish(), given=Wish.read(run.wish).given)
        actions.check(request.actor, run, wish, form=form)
    except ValidationError as error:
        many.form.add_error(None, error.messages)
        return False
    return True


@requires("bulk.change")
@require_safe
def run(request: Request, pk: int) -> HttpResponse:
    found = _run(request, pk)
    if found.state == State.OPEN:
        return redirect("bulk:fields", pk)
    context = pages.context(request.actor, found, request.GET.get("show", ""))
    is_busy = context["is_busy"]
    response = render(request, _part(request, is_busy=is_busy), context)
    patch_vary_headers(response, ["HX-Request"])
    if is_partial(request) and not is_busy:
        response["HX-Retarget"], response["HX-Reswap"] = "#run", "outerHTML"
    return response


def _part(request: Request, *, is_busy: bool) -> str:
    """The bar and the counts while they move; at the end everything below the frame."""
    if not is_partial(request):
        return "bulk/run.html"
    return "bulk/moving.html" if is_busy else "bulk/run.html#whole"


@requires("bulk.change")
@require_POST
def offer(request: Request, pk: int) -> HttpResponse:
    """What a remark of the preview offers instead: looked at once more, with that."""
    found = _run(request, pk)
    remark = kinds.kind(found.kind).remarks.get(request.POST.get("remark", ""))
    if remark is None or found.state != State.PLANNED:
        return redirect("bulk:run", pk)
    wish = Wish.read(found.wish)
    wish = replace(wish, given={**wish.given, **remark.given})
    return _done(request, partial(actions.check, wish=wish, form=found.form), found)


@requires("bulk.change")
@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    """Back to the list where all went as it was shown; else to what there is to be said."""
    found = _run(request, pk)
    try:
        found = actions.start(request.actor, found)
    except ValidationError as error:
        return _refused(request, found, error)
    if found.state != State.DONE or found.refused or found.moved:
        return redirect("bulk:run", pk)
    toast(request, pages.told_of(found), undo=undo_url(found.batch) if found.changed else "")
    return redirect(pages.back_to(found, kinds.kind(found.kind)))


@requires("bulk.change")
@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    return _done(request, actions.cancel, _run(request, pk))


@requires("bulk.change")
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    return _done(request, actions.undo, _run(request, pk))


def _done(request: Request, action: Any, found: BulkRun) -> HttpResponse:
    """What cannot be done any more is said on the run's page."""
    try:
        action(request.actor, found)
    except ValidationError as error:
        return _refused(request, found, error)
    return redirect("bulk:run", found.pk)


def _refused(request: Request, found: BulkRun, error: ValidationError) -> HttpResponse:
    toast(request, " ".join(error.messages), tone="error")
    return redirect("bulk:run", found.pk)
