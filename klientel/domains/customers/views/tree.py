"""Customers and contacts as a tree: organisations with their people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from klientel.domains.customers import menus, tree, tree_rows
from klientel.domains.customers.tree import Tree
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui import columns
from klientel.foundation.ui.menu import actions_for

from .lists import answer, later, ways


@require_safe
@requires("customers.view")
def customer_tree(request: Request) -> HttpResponse:
    return _tree(request, "customers")


@require_safe
@requires("contacts.view")
def contact_tree(request: Request) -> HttpResponse:
    return _tree(request, "contacts")


def _tree(request: Request, kind: str) -> HttpResponse:
    chosen = columns.chosen(request, tree.TABLE.name)
    found = Tree(request.actor, tree.TABLE, request.GET, chosen)
    if "of" in request.GET:
        return HttpResponse(_more(request, found))
    is_movable = request.actor.may("contacts.change")
    query = found.plain_query
    at = "tree" if kind == "customers" else "people"
    context = ways(request, kind) | {
        "kind": kind,
        "later": later(request.actor, "customers"),
        "listing": found,
        "at": at,
        "asked": (*found.asked, at),  # what its filters show
        "branches": tree_rows.branches(
            found.branches, found.others, query=query, is_movable=is_movable
        ),
        "is_movable": is_movable,
        # Its filters are those of customers, which the export of contacts does not know.
        "may_export": kind == "customers" and request.actor.may("transfer.export"),
        "actions": actions_for(request.actor, menus.CONTACTS),
    }
    return answer(request, "customers/tree.html", context)


def _more(request: HttpRequest, found: Tree) -> SafeString:
    """The next people of one branch, as rows."""
    of, cursor = request.GET.get("of", ""), request.GET.get("cursor", "")
    key = whole(of)
    if key is None:
        raise Http404
    page = found.more(key, cursor)
    lines = tree.lines_of(page.items, found.others)
    rows = [lines[contact.pk] for contact in page.items]
    is_movable = found.actor.may("contacts.change")
    html = tree_rows.people(rows, found.others, is_movable=is_movable)
    if page.next_cursor:
        html += tree_rows.rest(f"?{found.query(of=of, cursor=page.next_cursor)}", found.others)
    return html
