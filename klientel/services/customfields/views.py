"""The settings of custom fields: what there is, adding, changing, putting in order, removing."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto, render_fragment
from klientel.foundation.ui.listing import figure
from klientel.foundation.ui.toasts import toast
from klientel.services.journal.toasts import toast_with_undo

from . import counting, kinds
from .actions import defining
from .choices import ICONS, IndexState, Type
from .forms import DefinitionSheet
from .kinds import Kind
from .models import Definition

HOME = "custom_fields:every"
UP, DOWN = "up", "down"


@dataclass
class Line:
    row: Definition
    is_first: bool
    is_last: bool
    focus: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.row.type]

    @property
    def is_waiting(self) -> bool:
        return self.row.index_state == IndexState.WAITING

    @property
    def has_failed(self) -> bool:
        return self.row.index_state == IndexState.FAILED


@dataclass
class Section:
    kind: Kind
    lines: list[Line]

    @property
    def may_grow(self) -> bool:
        return len(self.lines) < defining.MOST


@require_safe
@requires("customfields.manage")
def every(request: Request) -> HttpResponse:
    found = list(Definition.objects.visible_to(request.actor).in_order())
    moved = request.GET.get("moved", "")
    sections = [
        Section(kind, _lines([row for row in found if row.kind == kind.name], moved))
        for kind in kinds.seen_by(request.actor)
    ]
    return render(request, "custom_fields/every.html", {"sections": sections})


def _lines(rows: list[Definition], moved: str) -> list[Line]:
    """Whoever moved one with the keyboard finds the same button again, or the one beside it."""
    lines = [Line(row, n == 0, n == len(rows) - 1) for n, row in enumerate(rows)]
    key, _dash, way = moved.partition("-")
    for line in lines:
        if key == str(line.row.pk):
            is_end = line.is_first if way == UP else line.is_last
            line.focus = {UP: DOWN, DOWN: UP}.get(way, "") if is_end else way
    return lines


@requires("customfields.manage")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """First what it holds, then the rest."""
    given = request.POST if request.method == "POST" else request.GET
    kind = next((k for k in kinds.seen_by(request.actor) if k.name == given.get("kind", "")), None)
    if kind is None:
        return goto(request, reverse(HOME))
    of = given.get("type", "")
    if of not in Type.values:
        types = [(each, ICONS[each]) for each in Type]
        return render(request, "custom_fields/types.html", {"kind": kind, "types": types})
    sheet = DefinitionSheet(request.POST if request.method == "POST" else None, of=of)
    if request.method == "POST" and sheet.is_valid():
        key = sheet.main.cleaned_data["key"]
        try:
            row = defining.add_field(request.actor, kind.name, key=key, **sheet.values())
        except ValidationError as error:
            sheet.refuse(error.message_dict)
        else:
            return _done(request, _("Field “%(name)s” added") % {"name": row.name})
    context = {"kind": kind, "sheet": sheet, "form": sheet.main, "type": Type(of)}
    return render(
        request, "custom_fields/field.html", context, status=422 if sheet.has_errors else 200
    )


@requires("customfields.manage")
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Another type is chosen first; its limits are asked for by the form that comes back."""
    row = _one(request, pk)
    sheet = DefinitionSheet(
        request.POST if request.method == "POST" else None, of=row.type, row=row
    )
    if request.method == "POST" and sheet.is_valid():
        was = row.type
        try:
            row = defining.change_field(request.actor, row, **sheet.values())
        except ValidationError as error:
            sheet.refuse(error.message_dict)
        else:
            text = _("Field “%(name)s” saved") % {"name": row.name}
            there = HOME if row.type == was else "custom_fields:edit"
            return _done(request, text, reverse(there, args=[] if row.type == was else [pk]))
    context = {
        "row": row,
        "kind": kinds.find(row.kind),
        "sheet": sheet,
        "form": sheet.main,
        "type": Type(row.type),
    }
    return render(
        request, "custom_fields/field.html", context, status=422 if sheet.has_errors else 200
    )


@require_POST
@requires("customfields.manage")
def place(request: Request, pk: int) -> HttpResponse:
    """One up or down among those of its kind."""
    row, way = _one(request, pk), request.POST.get("go", "")
    if way not in (UP, DOWN):
        return HttpResponseBadRequest()
    try:
        defining.shift_field(request.actor, row, -1 if way == UP else 1)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return goto(request, reverse(HOME))
    text = _("Field “%(name)s” moved") % {"name": row.name}
    return _done(request, text, f"{reverse(HOME)}?moved={pk}-{way}")


@requires("customfields.manage")
@require_http_methods(["GET", "POST"])
def remove(request: Request, pk: int) -> HttpResponse:
    """Says how many records hold a value."""
    row = _one(request, pk)
    if request.method == "POST":
        try:
            defining.remove_field(request.actor, row)
        except ValidationError as error:
            toast(request, " ".join(error.messages), tone="error")
            return goto(request, reverse(HOME))
        return _done(request, _("Field “%(name)s” removed") % {"name": row.name})
    context = {"row": row, "held": _held(row), "home": reverse(HOME)}
    return render_fragment(request, "custom_fields/remove.html", "dialog", context)


def _held(row: Definition) -> str:
    count = counting.held(row)
    if count is None:
        return _("How many records hold a value cannot be counted quickly enough.")
    if not count:
        return _("No record holds a value.")
    text = ngettext(
        "%(count)s record holds a value, those in the bin among them.",
        "%(count)s records hold a value, those in the bin among them.",
        count,
    )
    return text % {"count": figure(count)}


def _one(request: Request, pk: int) -> Definition:
    return get_object_or_404(Definition.objects.visible_to(request.actor), pk=pk)


def _done(request: Request, text: str, there: str = "") -> HttpResponse:
    toast_with_undo(request, text)
    return goto(request, there or reverse(HOME))
