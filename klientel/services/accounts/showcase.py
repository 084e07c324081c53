"""Whom a demo installation names on its sign-in page, so that everybody can look around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .choices import Role
from .models import Company


class DemoPerson(NamedTuple):
    name: str
    email: str
    role: str
    language: str
    password: str

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


_people: list[DemoPerson] = []


def set_people(people: Sequence[tuple[str, str, str, str, str]]) -> None:
    """Called once at start by the wiring: the demo itself lies above."""
    _people[:] = [DemoPerson(*person) for person in people]


def people() -> list[DemoPerson]:
    return _people if Company.objects.current().is_demo else []
