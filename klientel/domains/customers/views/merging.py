"""Merging chosen records: side by side, what stays, what goes along; taking them apart again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from klientel.domains.customers import comparing
from klientel.domains.customers.actions.uniting import merge, parting
from klientel.domains.customers.actions.uniting.choosing import names_of
from klientel.domains.customers.alike import similar_contacts, similar_customers
from klientel.domains.customers.comparing import Comparison
from klientel.domains.customers.facts import CustomersMerged
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tables import CONTACTS, CUSTOMERS
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui.choosing import chosen_keys, numbers
from klientel.foundation.ui.htmx import back, goto, render_fragment
from klientel.foundation.ui.listing import figure
from klientel.foundation.ui.toasts import toast
from klientel.services.journal import views as journal
from klientel.services.journal.toasts import toast_with_undo

from .bulk import on_contacts, on_customers

OFFERED = 8


@dataclass(frozen=True)
class Area:
    """One of the two kinds of records."""

    name: str
    compare: Callable[..., Comparison[Any]]
    merge: Callable[..., Customer | Contact]

    @property
    def home(self) -> str:
        return reverse(f"{self.name}:list")

    def url(self, name: str, *args: object) -> str:
        return reverse(f"{self.name}:{name}", args=args)


OF_CUSTOMERS = Area("customers", comparing.customers, merge.merge_customers)
OF_CONTACTS = Area("contacts", comparing.contacts, merge.merge_contacts)


@requires("customers.merge")
@require_http_methods(["GET", "POST"])
def customers(request: Request) -> HttpResponse:
    keys = _asked(request, CUSTOMERS)
    rows = Customer.objects.visible_to(request.actor).filter(pk__in=keys)
    return _page(request, OF_CUSTOMERS, list(rows.order_by("created_at", "pk")))


@requires("contacts.merge")
@require_http_methods(["GET", "POST"])
def contacts(request: Request) -> HttpResponse:
    keys = _asked(request, CONTACTS)
    rows = Contact.objects.visible_to(request.actor).filter(pk__in=keys)
    return _page(request, OF_CONTACTS, list(rows.order_by("created_at", "pk")))


def _asked(request: Request, table: Any) -> list[int]:
    """One more than can be merged says that these are too many."""
    try:
        return chosen_keys(request, request.actor, table)[: merge.MOST + 1]
    except ValidationError:
        return []


def _page(request: Request, area: Area, rows: list[Any]) -> HttpResponse:
    """The oldest stays, unless somebody says otherwise."""
    if not 2 <= len(rows) <= merge.MOST:
        return _too_few_or_many(request, area, rows)
    if request.method == "POST" and "agreed" not in request.POST:
        ids = "&".join(f"ids={row.pk}" for row in rows)
        return goto(request, f"{area.url('merge')}?{ids}")
    given = request.POST if request.method == "POST" else request.GET
    wanted = whole(given.get("winner", ""))
    rows.sort(key=lambda row: row.pk != wanted)
    if request.method == "POST":
        return _merge(request, area, rows)
    is_new = request.headers.get("HX-Trigger-Name") == "winner"
    return _ask(request, area, rows, chosen={} if is_new else _chosen(given, rows))


def _too_few_or_many(request: Request, area: Area, rows: Sequence[Any]) -> HttpResponse:
    text = _("Choose at least two records to merge.")
    if rows[1:]:
        text = _("At most %(count)s can be merged at once.") % {"count": merge.MOST}
    toast(request, text, tone="error")
    return goto(request, back(request, area.home))


def _chosen(given: QueryDict, rows: Sequence[Any]) -> dict[str, int]:
    found = {name: whole(given.get(f"of_{name}", "")) for name in names_of(rows)}
    return {name: key for name, key in found.items() if key is not None}


def _merge(request: Request, area: Area, rows: Sequence[Any]) -> HttpResponse:
    chosen = _chosen(request.POST, rows)
    versions = {row.pk: whole(request.POST.get(f"version_{row.pk}", "")) for row in rows}
    seen = {key: version for key, version in versions.items() if version is not None}
    try:
        winner = area.merge(request.actor, rows[0], rows[1:], chosen=chosen, versions=seen)
    except ValidationError as error:
        return _ask(request, area, rows, chosen=chosen, refusal=" ".join(error.messages))
    text = ngettext(
        "%(count)s record was merged into %(name)s",
        "%(count)s records were merged into %(name)s",
        len(rows) - 1,
    )
    toast_with_undo(request, text % {"count": len(rows) - 1, "name": winner.name})
    return goto(request, winner.get_absolute_url())


def _ask(
    request: Request,
    area: Area,
    rows: Sequence[Any],
    *,
    chosen: dict[str, int],
    refusal: str = "",
) -> HttpResponse:
    comparison = area.compare(request.actor, rows, chosen)
    context = {
        "area": area,
        "action": area.url("merge"),
        "title": _titled(area, len(rows)),
        "comparison": comparison,
        "plan": comparison.plan,
        "refusal": refusal,
        "next": back(request, area.home),
    }
    status = 422 if refusal else 200
    return render_fragment(request, "customers/merge.html", "merge", context, status=status)


def _titled(area: Area, count: int) -> str:
    text = (
        ngettext("Merge %(count)s customer", "Merge %(count)s customers", count)
        if area.name == "customers"
        else ngettext("Merge %(count)s contact", "Merge %(count)s contacts", count)
    )
    return text % {"count": figure(count)}


@require_safe
@requires("customers.merge")
def customer_partners(request: Request, pk: int) -> HttpResponse:
    """Asks with which others; those that look alike first."""
    record = get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk)
    return _customer_partners(request, record)


@require_POST
@requires("customers.merge")
@on_customers
def customer_chosen(request: Request, found: list[Customer]) -> HttpResponse:
    return _customer_partners(request, found[0])


def _customer_partners(request: Request, record: Customer) -> HttpResponse:
    pk = record.pk
    found = similar_customers(request.actor, record)
    if q := request.GET.get("q", ""):
        rows = CUSTOMERS.search(request.actor, q).narrow(Customer.objects.visible_to(request.actor))
        found = list(rows.order_by("name_fold", "pk").exclude(pk=pk)[:OFFERED])
    places = [", ".join(filter(None, [row.number, row.city])) for row in found]
    return _partners(request, OF_CUSTOMERS, record, found=list(zip(found, places, strict=True)))


@require_safe
@requires("contacts.merge")
def contact_partners(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Contact.objects.visible_to(request.actor), pk=pk)
    return _contact_partners(request, record)


@require_POST
@requires("contacts.merge")
@on_contacts
def contact_chosen(request: Request, found: list[Contact]) -> HttpResponse:
    return _contact_partners(request, found[0])


def _contact_partners(request: Request, record: Contact) -> HttpResponse:
    pk = record.pk
    found = similar_contacts(request.actor, record)
    if q := request.GET.get("q", ""):
        rows = CONTACTS.search(request.actor, q).narrow(Contact.objects.visible_to(request.actor))
        found = list(rows.order_by("name_fold", "pk").exclude(pk=pk)[:OFFERED])
    keys = {row.customer_id for row in found if row.customer_id}
    owners = Customer.objects.visible_to(request.actor).in_bulk(sorted(keys))
    names = {key: owner.name for key, owner in owners.items()}
    places = [names.get(row.customer_id or 0, "") or row.email for row in found]
    return _partners(request, OF_CONTACTS, record, found=list(zip(found, places, strict=True)))


def _partners(
    request: Request,
    area: Area,
    record: Customer | Contact,
    *,
    found: Sequence[tuple[Customer | Contact, str]],
) -> HttpResponse:
    """Those ticked before stay in sight while one looks for others."""
    ticked = numbers(request.GET.getlist("ids"))
    context = {
        "record": record,
        "found": [(row, place, row.pk in ticked) for row, place in found],
        "action": area.url("merge"),
        "address": area.url("partners", record.pk),
        "asked": request.GET.get("q", ""),
    }
    if request.headers.get("HX-Target") == "partners":
        return render(request, "customers/partners.html#partners", context)
    return render_fragment(request, "customers/partners.html", "dialog", context)


@requires("customers.merge")
@require_http_methods(["GET", "POST"])
def unmerge_customers(request: Request, batch: str) -> HttpResponse:
    return _unmerge(request, OF_CUSTOMERS, batch)


@requires("contacts.merge")
@require_http_methods(["GET", "POST"])
def unmerge_contacts(request: Request, batch: str) -> HttpResponse:
    return _unmerge(request, OF_CONTACTS, batch)


def _unmerge(request: Request, area: Area, batch: str) -> HttpResponse:
    entry = parting.merge_of(batch)
    if entry is None or (entry.kind == CustomersMerged.kind) != (area is OF_CUSTOMERS):
        raise Http404
    key = entry.data["kept"]
    kept: Customer | Contact = (
        get_object_or_404(Customer.objects.visible_to(request.actor), pk=key)
        if area is OF_CUSTOMERS
        else get_object_or_404(Contact.objects.visible_to(request.actor), pk=key)
    )
    added = parting.added_since(request.actor, entry)
    if request.method == "POST":
        sides = {each.subject: whole(request.POST.get(each.side, "")) or 0 for each in added}
        try:
            outcome = parting.unmerge(request.actor, entry, sides)
        except ValidationError as error:
            toast(request, " ".join(error.messages), tone="error")
            return goto(request, kept.get_absolute_url())
        return journal.answer(request, batch, outcome, home=kept.get_absolute_url())
    context = {
        "kept": kept,
        "dropped": parting.dropped(entry),
        "added": added,
        "entry": entry,
    }
    return render(request, "customers/unmerge.html", context)
