"""The tags of customers and contacts: a page among the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from klientel.domains.customers import tables, tagged
from klientel.domains.customers.actions import ordering
from klientel.domains.customers.actions import tags as actions
from klientel.domains.customers.forms.tags import MergeTagForm, NewTagForm, TagForm
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto, render_fragment
from klientel.services.journal.toasts import toast_with_undo

from .categories import refuse_all
from .placing import mark_ends, shifted

HOME = "customer_settings:tags"


@dataclass
class Line:
    row: Tag
    customers: int
    contacts: int
    is_first: bool = False
    is_last: bool = False
    focus: str = ""

    @property
    def key(self) -> int:
        return self.row.pk

    @property
    def of_customers(self) -> str:
        return tables.CUSTOMERS.counted(self.customers) if self.customers else ""

    @property
    def of_contacts(self) -> str:
        return tables.CONTACTS.counted(self.contacts) if self.contacts else ""


@requires("customers.change_lists")
@require_http_methods(["GET", "POST"])
def tags(request: Request) -> HttpResponse:
    form = NewTagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.add_tag(request.actor, given["name"], given["color"])
        except ValidationError as error:
            refuse_all(form, error)
        else:
            return _done(request, _("“%(name)s” added") % {"name": made.name})
    lines = _lines(request)
    status = 422 if form.errors else 200
    return render(request, "customers/tags.html", {"form": form, "lines": lines}, status=status)


@requires("customers.change_lists")
@require_http_methods(["GET", "POST"])
def tag(request: Request, pk: int) -> HttpResponse:
    """Another name, another colour."""
    row = _one(request, pk)
    form = TagForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_tag(request.actor, row, **form.cleaned_data)
        except ValidationError as error:
            refuse_all(form, error)
        else:
            return _done(request, _("“%(name)s” saved") % {"name": form.cleaned_data["name"]})
    return _dialog(request, row, form, template="customers/tag.html")


@require_POST
@requires("customers.change_lists")
def tag_place(request: Request, pk: int) -> HttpResponse:
    return shifted(request, _one(request, pk), ordering.shift_tag, home=reverse(HOME))


@requires("customers.change_lists")
@require_http_methods(["GET", "POST"])
def tag_merge(request: Request, pk: int) -> HttpResponse:
    row = _one(request, pk)
    form = MergeTagForm(request.POST or None, actor=request.actor, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            into = actions.merge_tags(
                request.actor, row, _one(request, int(form.cleaned_data["into"]))
            )
        except ValidationError as error:
            refuse_all(form, error)
        else:
            text = _("“%(name)s” merged into “%(into)s”") % {"name": row.name, "into": into.name}
            return _done(request, text)
    return _dialog(request, row, form, template="customers/tag_merge.html")


@requires("customers.change_lists")
@require_http_methods(["GET", "POST"])
def tag_remove(request: Request, pk: int) -> HttpResponse:
    """Says with numbers who has it."""
    row = _one(request, pk)
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        try:
            actions.remove_tag(request.actor, row)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _done(request, _("“%(name)s” removed") % {"name": row.name})
    return _dialog(request, row, form, template="customers/tag_remove.html")


def _dialog(request: Request, row: Tag, form: forms.Form, *, template: str) -> HttpResponse:
    line = Line(row, *tagged.counts([row])[row.pk])
    context = {"row": row, "form": form, "line": line, "home": reverse(HOME)}
    status = 422 if form.errors else 200
    return render_fragment(request, template, "dialog", context, status=status)


def _one(request: Request, pk: int) -> Tag:
    return get_object_or_404(Tag.objects.visible_to(request.actor), pk=pk)


def _lines(request: Request) -> list[Line]:
    rows = list(Tag.objects.visible_to(request.actor).in_order())
    counts = tagged.counts(rows)
    lines = [Line(row, *counts[row.pk]) for row in rows]
    mark_ends(lines, request.GET.get("moved", ""))
    return lines


def _done(request: Request, text: str) -> HttpResponse:
    toast_with_undo(request, text)
    return goto(request, reverse(HOME))
