"""The parent companies the rows of a file name: by number, or by a name only one has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from klientel.domains.customers.actions.families import Families
from klientel.domains.customers.matching import customers_by_name, customers_by_number
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _

PARENT = "parent"


class Parents:
    """What there is, and what the rows so far make of it, whether they are written or not."""

    def __init__(self, actor: Actor, *, are_named: bool) -> None:
        """Files that name none are long as well: nothing of them is remembered here."""
        self.actor = actor
        self.are_named = are_named
        self.coming: dict[str, str] = {}  # names of the new customers of this file by number
        self._read: dict[str, str] = {}  # the same, whether they can be created or not
        self._families = Families()
        self._new = 0
        self._by_number: Mapping[str, Customer] = {}
        self._by_name: Mapping[str, Sequence[Customer]] = {}

    def look(self, named: Iterable[str]) -> None:
        """Read with a few queries who may be meant."""
        wanted = {name for name in named if name}
        self._by_number = customers_by_number(self.actor, wanted)
        folds = {text.fold(name)[:400] for name in wanted - self._by_number.keys()}
        self._by_name = customers_by_name(self.actor, folds)
        namesakes = (row for rows in self._by_name.values() for row in rows)
        numbers = [*self._by_number, *(row.number for row in namesakes)]
        self._families.learn(self.actor, (), numbers)

    def find(self, named: str) -> tuple[str, str]:
        """The number, or why there is none."""
        if named in self._by_number or named in self._read:
            return named, ""
        fold = text.fold(named)[:400]
        numbers = {row.number for row in self._by_name.get(fold, ())}
        numbers |= {number for number, name in self._read.items() if text.fold(name) == fold}
        if len(numbers) == 1:
            return numbers.pop(), ""
        sentence = (
            _("Several customers are called “%(value)s”; the number tells which one is meant.")
            if numbers
            else _("There is no customer with the number or the name “%(value)s”.")
        )
        return "", sentence % {"value": named[:80]}

    def read(self, number: str, name: str) -> None:
        """A row of the file, which those after it may name."""
        if number and self.are_named:
            self._read.setdefault(number, name)

    def move(self, key: int, name: str, number: str) -> str:
        """Why this one cannot belong to it; empty where it does from now on."""
        return self._families.move(key, name, number)

    def add(self, name: str, number: str, parent: str) -> str:
        """A new customer, which rows after it may name. Why it cannot be where it wants."""
        if not self.are_named:
            return ""
        self._new += 1
        self._families.expect(-self._new, number, name)
        refusal = self._families.move(-self._new, name, parent) if parent else ""
        if number and not refusal:
            self.coming.setdefault(number, name)
        return refusal

    def learn(self, keys: Iterable[int]) -> None:
        if self.are_named:
            self._families.learn(self.actor, keys, ())
