"""What can happen: the base of every domain's facts and the list of their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

Subject = tuple[str, int]  # model label and key

_by_kind: dict[str, type[Fact]] = {}


@dataclass(frozen=True)
class Fact:
    """`kind` is stored, so it is chosen once and never changed (tests/architecture freezes it)."""

    kind: ClassVar[str]
    permission: ClassVar[str]  # needed to read it
    ranged: ClassVar[bool] = False  # rows created together are mentioned as ranges of keys
    personal: ClassVar[tuple[str, ...]] = ()  # keys of the data that say something about a person

    def __init_subclass__(cls) -> None:
        if "kind" in vars(cls):
            _by_kind[cls.kind] = cls

    def subjects(self) -> list[Subject]:
        """The rows this is about, each seen in the history of that row."""
        raise NotImplementedError

    def data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        """One sentence for the history, in the language of whoever reads."""
        raise NotImplementedError


@dataclass(frozen=True)
class Undone(Fact):
    """An earlier batch, or what was left of it, was walked back."""

    kind: ClassVar[str] = "journal.batch.undone"
    permission: ClassVar[str] = "journal.view"
    batch: str
    about: tuple[Subject, ...] = ()
    stayed: int = 0  # rows and attributes that could not be walked back

    def subjects(self) -> list[Subject]:
        return list(self.about)

    def data(self) -> dict[str, Any]:
        return {"batch": self.batch, "stayed": self.stayed}

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        return _("Undone")


def fact_class(kind: str) -> type[Fact] | None:
    return _by_kind.get(kind)


def kinds() -> list[str]:
    return sorted(_by_kind)
