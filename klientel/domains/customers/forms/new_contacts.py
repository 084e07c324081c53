"""Several new contacts on one page, each on a card of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from klientel.domains.customers.fields import ContactFields, LooseContactFields
from klientel.domains.customers.purposes import PURPOSES
from klientel.foundation.lib.digits import whole

from .contact import contact_sheet
from .rows import Sheet

MOST = 50
LONGEST = 6  # digits of a card's number
TYPED = ("title", "first_name", "last_name", "position", "note", "emails", "phones")


@dataclass(frozen=True)
class Card:
    number: int
    sheet: Sheet

    @property
    def is_blank(self) -> bool:
        """Needs `is_valid`."""
        values = self.sheet.values()
        return not any(values.get(name) for name in TYPED)


class NewContacts:
    """`go` adds a card, takes one away, or saves; a card keeps its number on the way."""

    def __init__(self, data: QueryDict | None, *, home: str, customer: int | None) -> None:
        self.customer = customer
        self.go = data.get("go", "") if data is not None else ""
        numbers = _numbers(data.getlist("card")) if data is not None else []
        kept = [number for number in numbers if self.go != f"less-{number}"] or [0]
        self.cards = [_card(number, data, home=home, customer=customer) for number in kept]
        if self.go == "more" and len(kept) < MOST:
            self.cards.append(_card(max(kept) + 1, None, home=home, customer=customer))
        self.may_grow = len(self.cards) < MOST
        if not self.wants_saving:
            self.cards[-1].sheet.main.fields["last_name"].widget.attrs["autofocus"] = True

    @property
    def wants_saving(self) -> bool:
        """Adding and taking away needs no correct fields."""
        return not self.go.startswith(("more", "less"))

    def is_valid(self) -> bool:
        wrong = [card for card in self.cards if not card.sheet.is_valid()]
        return not wrong and not self._second_ones()

    def _second_ones(self) -> int:
        """Cards ticked as the primary contact for something that one before them is for already."""
        count = 0
        for purpose in PURPOSES:
            ticked = [card for card in self.cards if card.sheet.main.cleaned_data.get(purpose)]
            for card in ticked[1:]:
                sentence = _("Only one of them can be the primary contact.")
                card.sheet.main.add_error(purpose, sentence)
                count += 1
        return count

    def filled(self) -> list[Card]:
        """Blank cards count for nothing, unless there is no other. Needs `is_valid`."""
        return [card for card in self.cards if not card.is_blank] or self.cards[:1]

    def rows(self) -> list[LooseContactFields]:
        return [
            cast("LooseContactFields", {**card.sheet.values(), "customer_id": self.customer})
            for card in self.filled()
        ]

    def refuse(self, place: int, errors: Mapping[str, Sequence[str]]) -> None:
        """At the card of the row of that place among `rows`."""
        self.filled()[place].sheet.refuse(errors)


def _card(number: int, data: Any, *, home: str, customer: int | None) -> Card:
    sheet = contact_sheet(
        data, ContactFields(), home=home, prefix=f"new{number}", alone=customer is None
    )
    return Card(number, sheet)


def _numbers(given: Sequence[str]) -> list[int]:
    found = dict.fromkeys(whole(each, most=LONGEST) for each in given)
    return [number for number in found if number is not None][:MOST]
