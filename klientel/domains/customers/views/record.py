"""The page of one customer: its details, editing them, deleting and restoring."""

from __future__ import annotations

from functools import partial
from typing import cast

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from klientel.domains.customers import parents, queries
from klientel.domains.customers.actions import deleting
from klientel.domains.customers.actions.customers import CustomerChange, change_customers
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.fields import CustomerFields
from klientel.domains.customers.forms.customer import customer_sheet
from klientel.domains.customers.forms.editing import Edit
from klientel.domains.customers.forms.notes import NoteForm
from klientel.domains.customers.forms.rows import Sheet
from klientel.domains.customers.models import Customer
from klientel.domains.customers.pages import SAVED_FORM, Record, page_after
from klientel.domains.customers.timeline import history
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.htmx import goto, is_partial, render_fragment
from klientel.services.journal.toasts import toast_with_undo

from .bin import bring_back, deleted_page, is_back
from .bulk import ask_to_delete_customers
from .notes import history_part
from .returning import LISTS, opened_from


@require_GET
@requires("customers.view")
def detail(request: Request, pk: int) -> HttpResponse:
    customer = Customer.objects.visible_to(request.actor).filter(pk=pk).first()
    if customer is None:
        return deleted_page(request, Customer, pk)
    record = Record(request.actor, customer)
    context = {
        "record": record,
        "history": history(record, given=request.GET.dict()),
        "note_form": NoteForm(),
        "saved_form": "" if is_partial(request) else request.session.pop(SAVED_FORM, ""),
    }
    part = history_part(request) or "record"
    return render_fragment(request, "customers/detail.html", part, context)


@requires("customers.change")
@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """409 names the fields somebody else changed meanwhile; what was typed stays in the form."""
    customer = _present_or_just_deleted(request, pk)
    record = Record(request.actor, customer)
    posted = request.POST if request.method == "POST" else None
    sheet = customer_sheet(
        posted,
        record.fields,
        home=record.words.home,
        reader=request.actor,
        may_move=not (record.has_hidden_parent or record.subsidiary_count),
    )
    form = Edit(posted, customer)
    if posted is None:
        return _edit_page(request, record, sheet=sheet, form=form)
    try:
        is_saved = _save(request, customer, sheet=sheet, form=form)
    except Conflict as conflict:
        form.clash(request.actor, conflict, words=record.words)
        return _edit_page(request, record, sheet=sheet, form=form, status=409)
    if not is_saved:
        return _edit_page(request, record, sheet=sheet, form=form, status=422)
    if "close" in request.POST:
        return goto(request, opened_from(request, LISTS) or reverse("customers:list"))
    return goto(request, page_after(request.actor, customer))


def _present_or_just_deleted(request: Request, pk: int) -> Customer:
    """What was typed about a customer that somebody deletes meanwhile is shown once more."""
    found = Customer.objects.visible_to(request.actor).filter(pk=pk).first()
    if found is None and request.method == "POST":
        found = Customer.objects.visible_to(request.actor, deleted=True).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _save(request: Request, customer: Customer, *, sheet: Sheet, form: Edit) -> bool:
    if not sheet.is_valid():
        return False
    if form.is_gone and not _restored_first(request, customer, sheet=sheet):
        raise Conflict(customer, [])
    changes = [
        CustomerChange(customer, cast("CustomerFields", values), version)
        for version, values in form.split(sheet.differing())
    ]
    outcome = change_customers(request.actor, changes)
    for errors in outcome.refused.values():
        sheet.refuse(errors)
    if outcome.done and not outcome.refused:
        toast_with_undo(request, _("Changes saved"))
    return not outcome.refused


def _restored_first(request: Request, customer: Customer, *, sheet: Sheet) -> bool:
    if "restore" not in request.POST:
        return False
    return is_back(request, [customer], restore=deleting.restore_customers, sheet=sheet)


def _edit_page(
    request: Request, record: Record, *, sheet: Sheet, form: Edit, status: int = 200
) -> HttpResponse:
    came = opened_from(request, LISTS)
    context = {
        "record": record,
        "came": came,
        "cancel": came or record.customer.get_absolute_url(),
        "sheet": sheet,
        "form": form,
        "may_restore": request.actor.may("customers.delete"),
        "categories": queries.category_words(request.actor),
    }
    return render_fragment(request, "customers/edit.html", "record", context, status=status)


@require_GET
@requires("customers.delete")
def delete(request: Request, pk: int) -> HttpResponse:
    """The dialog; it posts to where chosen rows are deleted."""
    customer = get_object_or_404(Customer.objects.visible_to(request.actor), pk=pk)
    return ask_to_delete_customers(
        request, [customer], then=reverse("customers:list"), cancel=customer.get_absolute_url()
    )


@require_POST
@requires("customers.delete")
def restore(request: Request, pk: int) -> HttpResponse:
    before = parents.pointing(pk)
    remarks: list[str] = []
    return bring_back(
        request,
        Customer,
        pk,
        restore=partial(
            deleting.restore_customers,
            tell=remarks.append,
            new_numbers="new_number" in request.POST,
        ),
        say=lambda: " ".join(filter(None, [*remarks, parents.ended(request.actor, before)])),
    )
