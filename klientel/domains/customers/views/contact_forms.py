"""Editing several contacts on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from klientel.domains.customers import queries, successors, tables
from klientel.domains.customers.actions import deleting
from klientel.domains.customers.actions.contacts import ContactChange, change_contacts
from klientel.domains.customers.display import Words
from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.forms.contact import contact_sheet
from klientel.domains.customers.forms.editing import Edit
from klientel.domains.customers.forms.rows import Sheet
from klientel.domains.customers.models import Contact
from klientel.domains.customers.pages import home
from klientel.domains.customers.successors import Vacancy
from klientel.foundation.access import Request, requires
from klientel.foundation.ui.choosing import chosen_keys, numbers
from klientel.foundation.ui.htmx import goto
from klientel.foundation.ui.toasts import toast
from klientel.services.journal.toasts import toast_with_undo

from .bin import is_back
from .contacts import home_of
from .returning import opened_from

AT_ONCE = 50  # contacts on one page
MOST = 500  # one page after the other
LATER = "later"  # the field with those whose turn comes; only the form of this page has it


@dataclass
class Card:
    """One contact on the page that edits several."""

    contact: Contact
    sheet: Sheet
    form: Edit
    vacancies: Sequence[Vacancy] = ()  # asks who is primary instead of one that is set inactive


@dataclass
class Choice:
    """The contacts of this page, and the keys of those on the pages after it."""

    keys: list[int]
    later: list[int]

    def following(self) -> Choice:
        return Choice(self.later[:AT_ONCE], self.later[AT_ONCE:])


@requires("contacts.change")
@require_http_methods(["GET", "POST"])
def edit(request: Request) -> HttpResponse:
    """409 names the fields somebody else changed meanwhile; nothing that was typed is lost."""
    words = Words(home())
    posted = request.POST if LATER in request.POST else None
    try:
        choice = _choice(request)
    except ValidationError as error:
        toast(request, " ".join(error.messages), tone="error")
        return goto(request, reverse("contacts:list"))
    if not choice.keys:
        return goto(request, reverse("contacts:list"))
    cards = _cards(request, choice, words=words, posted=posted)
    if posted is None:
        return _page(request, cards, choice)
    try:
        is_saved = _save(request, cards)
    except Conflict as conflict:
        card = next(card for card in cards if card.contact.pk == conflict.row.pk)
        card.form.clash(request.actor, conflict, words=words)
        return _page(request, cards, choice, status=409)
    if not is_saved:
        return _page(request, cards, choice, status=422)
    return _go_on(request, cards, choice)


def _choice(request: Request) -> Choice:
    keys = chosen_keys(request, request.actor, tables.CONTACTS)
    if LATER in request.POST:
        return Choice(keys[:AT_ONCE], numbers(request.POST[LATER].split(",")))
    if len(keys) > MOST:
        sentence = _("At most %(count)s contacts can be edited in one go.")
        raise ValidationError(sentence % {"count": MOST})
    return Choice([], keys).following()


def _cards(
    request: Request, choice: Choice, *, words: Words, posted: QueryDict | None = None
) -> list[Card]:
    """Raises Http404 when none of them is to be seen."""
    found = list(Contact.objects.visible_to(request.actor).filter(pk__in=choice.keys))
    if posted is not None:
        gone = Contact.objects.visible_to(request.actor, deleted=True)
        found += gone.filter(pk__in=choice.keys)
    if not found:
        raise Http404
    fields = queries.contact_fields(found)
    return [
        _card(posted, contact, fields=fields[contact.pk], words=words)
        for contact in sorted(found, key=lambda contact: choice.keys.index(contact.pk))
    ]


def _card(
    posted: QueryDict | None, contact: Contact, *, fields: ContactFields, words: Words
) -> Card:
    prefix = f"c{contact.pk}"
    alone = contact.customer_id is None
    sheet = contact_sheet(posted, fields, home=words.home, prefix=prefix, alone=alone)
    return Card(contact, sheet, Edit(posted, contact, prefix=prefix))


def _save(request: Request, cards: Sequence[Card]) -> bool:
    wrong = [card for card in cards if not card.sheet.is_valid()]
    if wrong:
        return False
    if not _is_answered(request, cards):
        return False
    gone = [card for card in cards if card.form.is_gone]
    if gone and not _restored_first(request, gone):
        raise Conflict(gone[0].contact, [])
    changes = [
        (card, ContactChange(card.contact, cast("ContactFields", values), version))
        for card in cards
        for version, values in card.form.split(card.sheet.differing())
    ]
    changes += _heirs(request, cards)
    outcome = change_contacts(request.actor, [change for _card, change in changes], together=True)
    for place, errors in outcome.refused.items():
        changes[place][0].sheet.refuse(errors)
    if outcome.done and not outcome.refused:
        _say_saved(request, len(outcome.done))
    return not outcome.refused


def _is_answered(request: Request, cards: Sequence[Card]) -> bool:
    """Whoever sets a primary contact inactive says who is it instead, or nobody."""
    leaving = [card for card in cards if card.sheet.differing().get("active") is False]
    for card in leaving:
        card.vacancies = successors.vacancies(request.actor, [card.contact])
    open_ones = [each for card in leaving for each in card.vacancies]
    return all(each.field in request.POST for each in open_ones)


def _heirs(request: Request, cards: Sequence[Card]) -> list[tuple[Card, ContactChange]]:
    wanted = successors.chosen(request.POST)
    return [
        (card, ContactChange(heir, cast("ContactFields", {vacancy.purpose: True})))
        for card in cards
        for vacancy in card.vacancies
        for heir in vacancy.candidates
        if heir.pk == wanted.get(vacancy.seat)
    ]


def _restored_first(request: Request, gone: Sequence[Card]) -> bool:
    if not all(f"{card.form.prefix}restore" in request.POST for card in gone):
        return False
    rows = [card.contact for card in gone]
    return is_back(request, rows, restore=deleting.restore_contacts, sheet=gone[0].sheet)


def _say_saved(request: Request, count: int) -> None:
    text = ngettext("%(count)s contact changed", "%(count)s contacts changed", count)
    toast_with_undo(request, text % {"count": count})


def _go_on(request: Request, cards: Sequence[Card], choice: Choice) -> HttpResponse:
    """To those whose turn is next, as far as they are still there."""
    live = set(
        Contact.objects.visible_to(request.actor)
        .values_list("pk", flat=True)
        .filter(pk__in=choice.later)
    )
    following = Choice([], [key for key in choice.later if key in live]).following()
    if not following.keys:
        return goto(request, opened_from(request) or _after(cards))
    return _page(request, _cards(request, following, words=Words(home())), following)


def _after(cards: Sequence[Card]) -> str:
    """For who came from nowhere: the page of the only one, else the list they stand in."""
    if len(cards) == 1:
        return cards[0].contact.get_absolute_url()
    owners = {card.contact.customer_id for card in cards}
    return home_of(cards[0].contact) if len(owners) == 1 else reverse("contacts:list")


def _page(
    request: Request, cards: Sequence[Card], choice: Choice, *, status: int = 200
) -> HttpResponse:
    came = opened_from(request)
    context = {
        "cards": cards,
        "next": came,
        "is_one": len(cards) == 1 and not choice.later,
        "later": ",".join(map(str, choice.later)),
        "more": len(choice.later),
        "cancel": came or _after(cards),
        "may_restore": request.actor.may("contacts.delete"),
    }
    return render(request, "contacts/edit.html", context, status=status)
