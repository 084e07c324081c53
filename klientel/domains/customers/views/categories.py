"""The categories of customers: a page among the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from klientel.domains.customers import queries
from klientel.domains.customers.actions import categories as actions
from klientel.domains.customers.actions import ordering
from klientel.domains.customers.category import Category
from klientel.domains.customers.forms.categories import (
    NOTHING,
    CategoryForm,
    NewCategoryForm,
    ReplacementForm,
)
from klientel.domains.customers.forms.rows import refuse
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto, render_fragment
from klientel.foundation.ui.listing import figure
from klientel.services.journal.toasts import toast_with_undo

from .placing import mark_ends, shifted

HOME = "customer_settings:categories"


@dataclass
class Line:
    row: Category
    count: int
    parts: list[Line] = field(default_factory=list)
    is_first: bool = False
    is_last: bool = False
    focus: str = ""

    @property
    def key(self) -> int:
        return self.row.pk

    @property
    def counted(self) -> str:
        text = ngettext("%(count)s customer", "%(count)s customers", self.count)
        return text % {"count": figure(self.count)} if self.count else ""


@requires("customers.change_lists")
@require_http_methods(["GET", "POST"])
def categories(request: Request) -> HttpResponse:
    form = NewCategoryForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            owner = _one(request, int(given["parent"])) if given["parent"] else None
            made = actions.add_category(request.actor, given["name"], owner)
        except ValidationError as error:
            refuse_all(form, error)
        else:
            return _done(request, _("“%(name)s” added") % {"name": made.name})
    lines = _lines(request)
    context = {"form": form, "lines": lines, "total": sum(1 + len(line.parts) for line in lines)}
    status = 422 if form.errors else 200
    return render(request, "customers/categories.html", context, status=status)


@requires("customers.change_lists")
@require_http_methods(["GET", "POST"])
def category(request: Request, pk: int) -> HttpResponse:
    """Another name for it, another category for a sub-category."""
    row = _one(request, pk)
    form = CategoryForm(request.POST or None, actor=request.actor, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, row, form)
        except ValidationError as error:
            refuse_all(form, error)
        else:
            return _done(request, _("“%(name)s” saved") % {"name": form.cleaned_data["name"]})
    context = {"row": row, "form": form, "home": reverse(HOME)}
    status = 422 if form.errors else 200
    return render_fragment(request, "customers/category.html", "dialog", context, status=status)


def _change(request: Request, row: Category, form: CategoryForm) -> None:
    parent = form.cleaned_data.get("parent")
    owner = _one(request, int(parent)) if parent else None
    actions.change_category(request.actor, row, name=form.cleaned_data["name"], parent=owner)


@require_POST
@requires("customers.change_lists")
def category_place(request: Request, pk: int) -> HttpResponse:
    return shifted(request, _one(request, pk), ordering.shift_category, home=reverse(HOME))


@requires("customers.change_lists")
@require_http_methods(["GET", "POST"])
def category_remove(request: Request, pk: int) -> HttpResponse:
    """Says with numbers who has it, and asks what they get instead."""
    row = _one(request, pk)
    live, binned = queries.category_use(row)
    posted = request.POST if request.method == "POST" else None
    form = ReplacementForm(posted, actor=request.actor, row=row) if live + binned else None
    if posted is not None and (form is None or form.is_valid()):
        try:
            count = _remove(request, row, form)
        except ValidationError as error:
            form = form or ReplacementForm(posted, actor=request.actor, row=row)
            refuse_all(form, error)
        else:
            return _done(request, _("“%(name)s” removed") % {"name": row.name}, _told(count))
    parts = Category.objects.visible_to(request.actor).filter(parent=row).in_order()
    context = {
        "row": row,
        "form": form,
        "users": Line(row, live).counted,
        "binned": binned,
        "parts": ", ".join(parts.values_list("name", flat=True)),
        "home": reverse(HOME),
    }
    status = 422 if form is not None and form.errors else 200
    return render_fragment(
        request, "customers/category_remove.html", "dialog", context, status=status
    )


def _remove(request: Request, row: Category, form: ReplacementForm | None) -> int:
    given = form.cleaned_data["replacement"] if form else ""
    chosen = given if given not in ("", NOTHING) else ""
    replacement = _one(request, int(chosen)) if chosen else None
    return actions.remove_category(
        request.actor, row, replacement=replacement, may_empty=given == NOTHING
    )


def _one(request: Request, pk: int) -> Category:
    live = Category.objects.visible_to(request.actor).select_related("parent")
    return get_object_or_404(live, pk=pk)


def _lines(request: Request) -> list[Line]:
    rows = list(Category.objects.visible_to(request.actor).in_order())
    counts = queries.category_counts([row.pk for row in rows])
    lines = {row.pk: Line(row, counts.get(row.pk, 0)) for row in rows}
    for row in rows:
        if row.parent_id in lines:
            lines[row.parent_id].parts.append(lines[row.pk])
    tops = [lines[row.pk] for row in rows if row.parent_id is None]
    for beside in (tops, *(line.parts for line in tops)):
        mark_ends(beside, request.GET.get("moved", ""))
    return tops


def refuse_all(form: forms.Form, error: ValidationError) -> None:
    for name, sentences in error.message_dict.items():
        refuse(form, name, sentences)


def _told(count: int) -> str:
    if not count:
        return ""
    text = ngettext("%(count)s customer changed", "%(count)s customers changed", count)
    return text % {"count": figure(count)}


def _done(request: Request, text: str, detail: str = "") -> HttpResponse:
    toast_with_undo(request, text, detail=detail)
    return goto(request, reverse(HOME))
