"""What makes generated customers differ as those of a company do: care, kind, state, and time.

A thousandth of five years lies between one part of a thousand and the next; a third of all were
worked on since they were made.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from klientel.domains.customers.choices import CustomerType
from klientel.domains.customers.fields import NewCustomer

CATEGORIES = (
    "Hochbau",
    "Tiefbau",
    "Straßenbau",
    "Abbruch",
    "Gartenbau",
    "Industrie",
    "Kommune",
    "Handwerk",
)
MANAGERS = tuple(f"betreuung{number}@klientel.example" for number in range(25))
YEARS = timedelta(days=5 * 365)
TYPES = (
    (70, CustomerType.CUSTOMER),
    (80, CustomerType.LEAD),
    (88, CustomerType.PROSPECT),
    (94, CustomerType.FORMER),
    (97, CustomerType.VENDOR),
    (99, CustomerType.PARTNER),
    (100, CustomerType.DEAD),
)


def spread(number: int, salt: int, below: int) -> int:
    """A number that looks like chance, the same for the same customer."""
    mixed = (number + 1) * 2654435761 + salt * 40503
    return ((mixed ^ (mixed >> 13)) * 2246822519 >> 11) % below


def varied(number: int, made: NewCustomer) -> NewCustomer:
    share = spread(number, 1, 100)
    kind = next(kind for limit, kind in TYPES if share < limit)
    if spread(number, 2, 100) < 90:
        made["category"] = CATEGORIES[spread(number, 3, len(CATEGORIES))]
    if spread(number, 4, 100) < 95:
        made["account_manager"] = MANAGERS[spread(number, 5, len(MANAGERS))]
    made["type"] = kind.value
    made["active"] = spread(number, 7, 100) >= 6
    return made


def has_primary(number: int) -> bool:
    return spread(number, 6, 100) < 85


def moment(number: int, count: int, now: datetime) -> datetime:
    """When this one of so many was made: the last one lately."""
    return now - YEARS * (1 - (number + 1) / (count + 1))


def touched_since(number: int, made_at: datetime, now: datetime) -> datetime:
    """When something was last done about it."""
    if spread(number, 8, 3):
        return made_at
    return made_at + (now - made_at) * (spread(number, 9, 997) / 997)


def now() -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
