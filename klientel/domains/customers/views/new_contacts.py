"""Adding contacts to a customer or to none: several on one page, saved as one act."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from klientel.domains.customers.actions.contacts import add_contacts
from klientel.domains.customers.forms.new_contacts import NewContacts
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.pages import home
from klientel.foundation.access import Request, requires
from klientel.foundation.lib.digits import whole
from klientel.foundation.ui.htmx import goto, render_fragment
from klientel.services.journal.toasts import toast_with_undo

from .contacts import home_of


@requires("contacts.add")
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    customer = _customer(request)
    posted = request.POST if request.method == "POST" else None
    form = NewContacts(posted, home=home(), customer=customer.pk if customer else None)
    if posted is None or not form.wants_saving:
        return _page(request, form, customer)
    made = _add(request, form)
    if not made:
        return _page(request, form, customer, status=422)
    _say_added(request, made)
    if customer is None and len(made) == 1:
        return goto(request, made[0].get_absolute_url())
    return goto(request, home_of(made[0]))


def _customer(request: Request) -> Customer | None:
    given = request.GET.get("customer", "")
    if not given:
        return None
    key = whole(given)
    if key is None:
        raise Http404
    return get_object_or_404(Customer.objects.visible_to(request.actor), pk=key)


def _add(request: Request, form: NewContacts) -> list[Contact]:
    """All of them, or none when one is refused."""
    if not form.is_valid():
        return []
    outcome = add_contacts(request.actor, form.rows(), together=True)
    for place, errors in outcome.refused.items():
        form.refuse(place, errors)
    return [cast("Contact", row) for row in outcome.done.values()]


def _say_added(request: Request, made: list[Contact]) -> None:
    text = _("Contact %(name)s added") % {"name": made[0].name}
    if len(made) > 1:
        several = ngettext("%(count)s contact added", "%(count)s contacts added", len(made))
        text = several % {"count": len(made)}
    toast_with_undo(request, text)


def _page(
    request: Request, form: NewContacts, customer: Customer | None, *, status: int = 200
) -> HttpResponse:
    cancel = reverse("contacts:list")
    if customer is not None:
        cancel = reverse("customers:contacts", args=[customer.pk])
    context = {"form": form, "customer": customer, "cancel": cancel}
    return render_fragment(request, "contacts/create.html", "cards", context, status=status)
