"""From the file to the result: every step a page, nothing written before the third."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klientel.foundation.access import Actor, Request, requires
from klientel.foundation.ui.htmx import is_partial
from klientel.foundation.ui.toasts import toast

from . import actions, importers, intake, pages, queries, refused
from .forms import ColumnsForm, UploadForm
from .models import Run, State, Undo

AGAIN = 60  # minutes in which the same file is asked about
LISTED = 50


@requires("transfer.import")
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    initial = {"kind": request.GET.get("kind", "")} if request.GET.get("kind") else {}
    form = UploadForm(
        request.POST or None, request.FILES or None, actor=request.actor, initial=initial
    )
    if request.method == "POST" and form.is_valid() and (run := _opened(request, form)):
        return redirect("transfer:columns", run.pk)
    context = {
        "form": form,
        "steps": pages.steps(1),
        "formats": ", ".join(intake.titles()),
        "accepted": intake.accepted(),
    }
    return render(request, "transfer/upload.html", context, status=422 if form.errors else 200)


def _opened(request: Request, form: UploadForm) -> Run | None:
    given = form.cleaned_data["file"]
    try:
        return actions.open_run(
            request.actor, form.cleaned_data["kind"], given.file, name=given.name
        )
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None


@requires("transfer.import")
@require_safe
def runs(request: Request) -> HttpResponse:
    found = Run.objects.visible_to(request.actor).exclude(state=State.UPLOADED)
    listed = [(run, importers.importer(run.kind).title) for run in found.order_by("-pk")[:LISTED]]
    return render(request, "transfer/runs.html", {"runs": listed})


def _run(request: Request, pk: int) -> Run:
    return get_object_or_404(Run.objects.visible_to(request.actor), pk=pk)


@requires("transfer.import")
@require_http_methods(["GET", "POST"])
def columns(request: Request, pk: int) -> HttpResponse:
    run = _run(request, pk)
    if run.is_ended or run.state == State.RUNNING:
        return redirect("transfer:run", pk)
    form = ColumnsForm(request.POST or None, run=run)
    if request.method == "POST" and form.is_valid() and _planned(request, run, form):
        return redirect("transfer:run", pk)
    context = {
        "run": run,
        "form": form,
        "columns": pages.columns(run, form),
        "source": queries.source(run),
        "twin": queries.twin(request.actor, run, AGAIN),
        "steps": pages.steps(2),
    }
    return render(request, "transfer/columns.html", context, status=422 if form.errors else 200)


def _planned(request: Request, run: Run, form: ColumnsForm) -> bool:
    match = form.cleaned_data["match"]
    try:
        actions.set_mapping(request.actor, run, mapping=form.mapping, match=match)
        actions.plan(request.actor, run)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


@requires("transfer.import")
@require_safe
def run(request: Request, pk: int) -> HttpResponse:
    found = _run(request, pk)
    if found.state in (State.UPLOADED, State.MAPPED):
        return redirect("transfer:columns", pk)
    context = pages.context(request.actor, found, request.GET.get("show", ""))
    context["is_busy"] = found.is_working or found.undo == Undo.WAITING
    response = render(request, _part(request, is_busy=context["is_busy"]), context)
    patch_vary_headers(response, ["HX-Request"])
    if is_partial(request) and not context["is_busy"]:
        response["HX-Retarget"], response["HX-Reswap"] = "#run", "outerHTML"
    return response


def _part(request: Request, *, is_busy: bool) -> str:
    """The bar and the counts while they move; at the end everything below the frame."""
    if not is_partial(request):
        return "transfer/run.html"
    return "transfer/moving.html" if is_busy else "transfer/run.html#whole"


@requires("transfer.import")
@require_POST
def start(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, actions.start)


@requires("transfer.import")
@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, actions.cancel)


@requires("transfer.import")
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    return _done(request, pk, actions.undo)


def _done(request: Request, pk: int, action: Callable[[Actor, Run], Run]) -> HttpResponse:
    """What cannot be done any more is said on the run's page."""
    found = _run(request, pk)
    try:
        action(request.actor, found)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
    return redirect("transfer:run", pk)


@requires("transfer.import")
@require_safe
def refused_rows(request: Request, pk: int) -> StreamingHttpResponse:
    found = _run(request, pk)
    if not found.file:
        raise Http404
    response = StreamingHttpResponse(refused.chunks(found), content_type="text/csv; charset=utf-8")
    name = _("refused-rows")
    response["Content-Disposition"] = f'attachment; filename="{name}-{found.pk}.csv"'
    return response
