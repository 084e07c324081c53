"""What can happen: the base of every domain's facts and the list of their kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Subject = tuple[str, int]  # model label and key

_by_kind: dict[str, type[Fact]] = {}


@dataclass(frozen=True)
class Fact:
    """`kind` is stored, so it is chosen once and never changed (tests/architecture freezes it)."""

    kind: ClassVar[str]
    permission: ClassVar[str]  # needed to read it
    ranged: ClassVar[bool] = False  # rows created together are mentioned as ranges of keys
    # By model, the keys of the data that say something about a row of it that is mentioned.
    personal: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    said: ClassVar[Promise]  # the sentence of the history, into which the data is put

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
        return str(cls.said) % data


@dataclass(frozen=True)
class Counted(Fact):
    """What happens to one or to several at once: `said` of one, `several` of more."""

    counted: ClassVar[str]  # key of the data that holds how many
    several: ClassVar[Promise]  # a plural with `%(count)s`

    @classmethod
    def describe(cls, data: Mapping[str, Any]) -> str:
        number = data[cls.counted]
        if number == 1:
            return super().describe(data)
        return str(cls.several % {**data, "count": number})


@dataclass(frozen=True)
class Undone(Fact):
    """An earlier batch, or what was left of it, was walked back."""

    kind: ClassVar[str] = "journal.batch.undone"
    permission: ClassVar[str] = "journal.view"
    said: ClassVar[Promise] = gettext_lazy("Undone")
    batch: str
    about: tuple[Subject, ...] = ()
    stayed: int = 0  # rows and attributes that could not be walked back

    def subjects(self) -> list[Subject]:
        return list(self.about)

    def data(self) -> dict[str, Any]:
        return {"batch": self.batch, "stayed": self.stayed}


class Named(Protocol):
    @property
    def name(self) -> str: ...


def only_name(rows: Sequence[Named]) -> str:
    """What a fact calls the row it is about; several have no name together."""
    return rows[0].name if len(rows) == 1 else ""


def fact_class(kind: str) -> type[Fact] | None:
    return _by_kind.get(kind)


def kinds() -> list[str]:
    return sorted(_by_kind)
