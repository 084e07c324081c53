"""What becomes of rows to which something is done that changes no field of theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor, Decision, Denied
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.bulk.kinds import Item, Problem, Result

R = TypeVar("R", Customer, Contact)


def results(
    actor: Actor,
    items: Sequence[Item],
    rows: Mapping[int, R],
    *,
    may: Callable[[Actor, R], Decision],
) -> dict[int, Result]:
    found: dict[int, Result] = {}
    for key, _version in items:
        row = rows.get(key)
        reason = _("It was deleted meanwhile, or you no longer see it.")
        decision: Any = may(actor, row) if row is not None else Denied(reason)
        if isinstance(decision, Denied):
            found[key] = Result(key, "refused", problems=[Problem("", decision.reason)])
        else:
            found[key] = Result(key, "changed")
        if row is not None:
            found[key].name, found[key].version = str(row), row.version
    return found


def chosen(found: Mapping[int, Result], rows: Mapping[int, R]) -> list[R]:
    return [rows[key] for key, result in found.items() if result.outcome == "changed"]
