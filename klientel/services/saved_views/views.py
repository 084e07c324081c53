"""Views of lists: opened from a menu, kept by name, changed, shared, deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klientel.foundation.access import SIGNED_IN, Request, requires
from klientel.foundation.ui.htmx import back, goto, render_fragment
from klientel.foundation.ui.toasts import toast
from klientel.services.journal.toasts import toast_with_undo

from . import actions, lists, policy, queries
from .forms import ViewForm
from .lists import SavedList
from .models import SavedView, Share
from .queries import Place


def _list(request: Request, name: str) -> SavedList:
    known = lists.find(name)
    if known is None:
        raise Http404(name)
    request.actor.require(known.permission)
    return known


def _view(request: Request, pk: int) -> SavedView:
    rows = SavedView.objects.visible_to(request.actor).select_related("owner", "staff_team")
    found = get_object_or_404(rows, pk=pk)
    _list(request, found.table)
    return found


@require_safe
@requires(SIGNED_IN)
def every(request: Request) -> HttpResponse:
    """All one can open, with the ways to change them."""
    titles = {name: known for name in lists.names() if (known := lists.find(name))}
    rows = [
        (view, known.title, known.pages.get(view.page, ""), policy.may_change(request.actor, view))
        for view in queries.visible(request.actor)
        if (known := titles.get(view.table)) and request.actor.may(known.permission)
    ]
    return render(request, "saved_views/every.html", {"rows": rows})


@require_safe
@requires(SIGNED_IN)
def menu(request: Request) -> HttpResponse:
    """What the menu of a list holds, asked when it is opened."""
    known = _list(request, request.GET.get("table", ""))
    place = Place.read(known, back(request, ""))
    found = queries.visible(request.actor, known.name)
    current = next((view for view in found if str(view.pk) == place.view), None)
    own = [view for view in found if view.owner_id == request.actor.user_id]
    context = {
        "own": own,
        "shared": [view for view in found if view not in own],
        "current": current,
        "is_changed": current is not None and not place.is_as(current),
        "may_change": current is not None and policy.may_change(request.actor, current),
        "may_save": request.actor.may("saved_views.save"),
        "list": known,
        "place": place,
        "plain": reverse(place.page),
    }
    return render(request, "saved_views/menu.html", context)


@require_safe
@requires(SIGNED_IN)
def show(request: Request, pk: int) -> HttpResponse:
    """The address to hand on: it leads to the list as the view has it."""
    return HttpResponseRedirect(queries.address(_view(request, pk)))


@requires("saved_views.save")
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    known = _list(request, given.get("table", ""))
    page = given.get("page", "")
    query = given.get("query", "")
    form = ViewForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            fields: actions.ViewFields = {**form.values(), "page": page, "query": query}
            view = actions.save_view(request.actor, table=known.name, **fields)
        except ValidationError as error:
            refuse(form, error)
        else:
            toast_with_undo(request, _("View “%(name)s” saved") % {"name": view.name})
            return goto(request, queries.address(view))
    context = {"form": form, "table": known.name, "page": page, "query": query, "list": known}
    return _dialog(request, context)


@requires("saved_views.save")
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Its name, and who sees it."""
    view = _view(request, pk)
    if not policy.may_change(request.actor, view):
        raise PermissionDenied("saved_views.manage")
    posted = request.POST if request.method == "POST" else None
    form = ViewForm(posted, actor=request.actor, view=view)
    if posted is not None and form.is_valid():
        try:
            actions.change_view(request.actor, view, **form.values())
        except ValidationError as error:
            refuse(form, error)
        else:
            name = form.cleaned_data["name"]
            toast_with_undo(request, _("View “%(name)s” changed") % {"name": name})
            return goto(request, back(request, queries.address(view)))
    known = lists.find(view.table)
    return _dialog(request, {"form": form, "view": view, "list": known})


@require_POST
@requires("saved_views.save")
def keep(request: Request, pk: int) -> HttpResponse:
    """What the list shows now becomes what the view shows."""
    view = _view(request, pk)
    page, query = request.POST.get("page", ""), request.POST.get("query", "")
    try:
        view = actions.change_view(request.actor, view, page=page, query=query)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
    else:
        toast_with_undo(request, _("View “%(name)s” changed") % {"name": view.name})
    return goto(request, queries.address(view))


@require_POST
@requires("saved_views.save")
def delete(request: Request, pk: int) -> HttpResponse:
    """Taken back by the message that says so."""
    view = _view(request, pk)
    actions.delete_view(request.actor, view)
    toast_with_undo(request, _("View “%(name)s” deleted") % {"name": view.name})
    return goto(request, reverse("saved_views:every"))


def refuse(form: ViewForm, error: ValidationError) -> None:
    """Beside the fields of the form where it has them."""
    places = {"name": "name", "share": "share", "staff_team": "share"}
    said = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for path, sentences in said.items():
        form.add_error(places.get(path), list(sentences))


def _dialog(request: Request, context: dict[str, Any]) -> HttpResponse:
    context |= {"next": back(request, reverse("saved_views:every")), "everyone": Share.ALL}
    form = context["form"]
    status = 422 if form.is_bound else 200
    return render_fragment(request, "saved_views/view.html", "dialog", context, status=status)
