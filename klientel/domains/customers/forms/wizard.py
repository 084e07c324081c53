"""The three steps of creating a customer, on one address. Everything typed travels in the form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from django.http import QueryDict

from klientel.domains.customers.fields import NewCustomer
from klientel.foundation.access import Actor

from .contact import ContactRows
from .customer import blank_customer
from .rows import Sheet

Step = Literal["company", "contacts", "review"]
STEPS: tuple[Step, ...] = ("company", "contacts", "review")
CONTACT = re.compile(r"contacts-(?:\d{1,6}-|primary$)")
OWN = frozenset({"csrfmiddlewaretoken", "go", "step"})  # not a part of the customer
MORE = "more-"
FIRST_FIELDS = {
    "contacts": "last_name",
    "addresses": "street",
    "phones": "value",
    "emails": "value",
}
MORE_ROWS = frozenset(f"{MORE}{prefix}" for prefix in FIRST_FIELDS)
Errors = Mapping[str, Sequence[str]]


class Wizard:
    def __init__(self, data: QueryDict | None, *, manager: str, home: str, reader: Actor) -> None:
        self.data = data.copy() if data is not None else None
        self.step: Step = _step(self.data.get("step", "") if self.data is not None else "")
        self.go = self._go(self.data.get("go", "")) if self.data is not None else ""
        if self.data is not None and self.go.startswith(MORE):
            _add_row(self.data, self.go.removeprefix(MORE))
        self.company = blank_customer(self.data, manager=manager, home=home, reader=reader)
        self.contacts = ContactRows(self.data, prefix="contacts")
        self.preview: NewCustomer = {}

    def _go(self, given: str) -> str:
        """Where to go from here; only the last step saves, and there is no jump past a check."""
        if given in ("back", "company", "contacts") or given in MORE_ROWS:
            return given
        return "save" if given == "save" and self.step == "review" else "next"

    @property
    def wants_check(self) -> bool:
        """Going back or changing rows needs no correct fields, going on does."""
        return self.go in ("next", "save")

    def values(self) -> NewCustomer:
        """What has been typed up to the present step. Needs `is_valid`."""
        found = self.company.values()
        if self.step != "company":
            found["contacts"] = self.contacts.contacts()
        return cast("NewCustomer", found)

    def is_valid(self) -> bool:
        """Leads back to the step with the first error."""
        if not self.company.is_valid():
            self.step = "company"
        elif self.step != "company" and not self.contacts.is_valid():
            self.step = "contacts"
        else:
            return True
        return False

    def refuse(self, errors: Errors) -> None:
        """Stand at the step with the first thing an action refused, and say it there."""
        theirs = {path: said for path, said in errors.items() if path.startswith("contacts")}
        ours = {path: said for path, said in errors.items() if path not in theirs}
        self.step = "company" if ours else "contacts"
        self.company.refuse(ours)
        if theirs:
            rows = Sheet(self.company.main, {"contacts": self.contacts})
            rows.refuse(theirs)

    def move(self) -> None:
        """To the step asked for, everything being in order."""
        if self.go == "next":
            self.step = STEPS[min(STEPS.index(self.step) + 1, len(STEPS) - 1)]
        elif self.go == "back":
            self.step = STEPS[max(STEPS.index(self.step) - 1, 0)]
        elif self.go in STEPS:
            self.step = _step(self.go)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed on the other steps, to go along unseen."""
        if self.data is None:
            return []
        return [
            (name, value)
            for name in self.data
            if name not in OWN and _home_of(name) != self.step
            for value in self.data.getlist(name)
        ]

    @property
    def states(self) -> dict[str, str]:
        here = STEPS.index(self.step)
        names = ("done", "current", "todo")
        return {step: names[1 + (n > here) - (n < here)] for n, step in enumerate(STEPS)}


def _home_of(name: str) -> Step:
    return "contacts" if CONTACT.match(name) else "company"


def _step(given: str) -> Step:
    return next((step for step in STEPS if step == given), "company")


def _add_row(data: QueryDict, prefix: str) -> None:
    """One more blank row, for browsers without JavaScript."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,6}})-")
    numbers = [int(match[1]) for name in data if (match := pattern.match(name))]
    data[f"{prefix}-{max(numbers, default=-1) + 1}-{FIRST_FIELDS[prefix]}"] = ""
