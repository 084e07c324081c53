"""What a customer has one primary contact for: in general, for technical matters, for billing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Purpose = Literal["primary", "primary_technical", "primary_billing"]  # fields of a contact
GENERAL: Final = "primary"  # somebody is it wherever there is anybody
OPTIONAL: Final[tuple[Purpose, ...]] = ("primary_technical", "primary_billing")
PURPOSES: Final[tuple[Purpose, ...]] = (GENERAL, *OPTIONAL)
Seat = tuple[int, Purpose]  # a customer, and what the contact is for
Heirs = Mapping[Seat, int]  # the contact who takes each seat
