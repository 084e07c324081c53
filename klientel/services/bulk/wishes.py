"""What is to become of the chosen rows: fields set, names put on lists or off, text appended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any


@dataclass(frozen=True)
class Wish:
    set: Mapping[str, Any] = field(default_factory=dict)
    add: Mapping[str, Sequence[str]] = field(default_factory=dict)
    remove: Mapping[str, Sequence[str]] = field(default_factory=dict)
    append: Mapping[str, str] = field(default_factory=dict)
    act: str = ""  # something else is done to the rows: one of the acts of their kind
    given: Mapping[str, Any] = field(default_factory=dict)  # what else has to be known

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Wish:
        return cls(**stored)

    def stored(self) -> dict[str, Any]:
        parts = {"set": self.set, "add": self.add, "remove": self.remove, "append": self.append}
        found: dict[str, Any] = {name: dict(part) for name, part in parts.items() if part}
        found |= {"act": self.act} if self.act else {}
        return found | ({"given": dict(self.given)} if self.given else {})

    def names(self) -> list[str]:
        """Of the fields it is about, each once."""
        parts = chain(self.set, self.add, self.remove, self.append)
        return list(dict.fromkeys(parts))

    def values(self, present: Mapping[str, Any]) -> dict[str, Any]:
        """The fields a row gets that has these now."""
        found = dict(self.set)
        for name, wanted in self.remove.items():
            gone = {each.casefold() for each in wanted}
            before = found.get(name, present[name]) or []
            found[name] = [each for each in before if each.casefold() not in gone]
        for name, wanted in self.add.items():
            before = found.get(name, present[name]) or []
            there = {each.casefold() for each in before}
            new = [each for each in wanted if each.casefold() not in there]
            found[name] = sorted([*before, *new], key=lambda each: (each.casefold(), each))
        for name, text in self.append.items():
            before = str(found.get(name, present[name])).rstrip("\n")
            found[name] = f"{before}\n{text}" if before else text
        return found
