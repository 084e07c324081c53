"""Parent companies as one reader sees them: what belongs to whom, and who may be chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import text
from klientel.services.search.query import narrow

from .choices import Kind
from .display import with_number
from .facts import CUSTOMER
from .matching import customers_by_name, customers_by_number
from .models import Customer

M = TypeVar("M", bound=models.Model)
OFFERED = 10
SHOWN = re.compile(r"(?P<name>.*) \((?P<number>[^()]+)\)")  # as `with_number` writes it


def of_parent(
    customers: models.QuerySet[M], actor: Actor, key: int, *, with_parent: bool = False
) -> models.QuerySet[M]:
    """Those that belong to a company the actor sees, and the company itself if wanted."""
    below = Q(parent__in=Customer.objects.visible_to(actor).filter(pk=key))
    return customers.filter(below | Q(pk=key) if with_parent else below)


def in_position(customers: models.QuerySet[M], actor: Actor, position: str) -> models.QuerySet[M]:
    """`parent`, `subsidiary` or `independent`: neither of the two."""
    belonging = Customer.objects.visible_to(actor).filter(parent__isnull=False)
    above = Q(pk__in=belonging.order_by().values("parent"))
    below = Q(parent__isnull=False, parent__deleted_at=None)
    if position == "parent":
        return customers.filter(above)
    return customers.filter(below) if position == "subsidiary" else customers.exclude(above | below)


def find(actor: Actor, typed: str) -> tuple[Customer | None, str]:
    """Who is meant: a number, a name only one has, or both as they are shown. Else why nobody."""
    found = customers_by_number(actor, [typed]).get(typed)
    match = SHOWN.fullmatch(typed)
    if found is None and match:
        named = customers_by_number(actor, [match["number"]]).get(match["number"])
        found = named if named and named.name == match["name"] else None
    if found is not None:
        return found, ""
    fold = text.fold(typed)[:400]
    alike = customers_by_name(actor, [fold]).get(fold, [])
    if len(alike) == 1:
        return alike[0], ""
    sentence = (
        _("Several customers are called “%(value)s”; the number tells which one is meant.")
        if alike
        else _("There is no customer with the number or the name “%(value)s”.")
    )
    return None, sentence % {"value": typed[:80]}


def shown(actor: Actor, number: str) -> str:
    """Name and number of one the actor sees; what is none stays as it was typed."""
    found = customers_by_number(actor, [number]).get(number)
    return with_number(found) if found else number


def offered(actor: Actor, typed: str, *, own: int = 0) -> Sequence[Customer]:
    """The first that fit and belong to none themselves; `own` is whose parent is looked for."""
    independent = Q(parent=None) | Q(parent__deleted_at__isnull=False)
    match = SHOWN.fullmatch(typed)
    rows = Customer.objects.visible_to(actor).filter(independent).exclude(pk=own)
    return _best_first(rows.only("name", "number", "city"), match["name"] if match else typed)


def _best_first(rows: models.QuerySet[Customer], typed: str) -> list[Customer]:
    """Companies of this number or whose name begins so, then those where it stands elsewhere."""
    companies = rows.filter(kind=Kind.COMPANY).order_by("name_fold", "pk")
    fold = text.fold(typed)[:400]
    found: list[Customer] = []
    if fold:
        found += companies.filter(number=typed)[:1]
        found += companies.filter(name_fold__startswith=fold)[:OFFERED]
    found += narrow(companies, CUSTOMER, typed)[:OFFERED]
    return list(dict.fromkeys(found))[:OFFERED]


@dataclass(frozen=True)
class Candidate:
    """One that may become a subsidiary, or why it may not."""

    customer: Customer
    reason: str
    is_chosen: bool = False


def candidates(
    actor: Actor, parent: Customer, typed: str, *, chosen: Sequence[int] = ()
) -> list[Candidate]:
    """Those chosen before, then the first that fit."""
    visible = Customer.objects.visible_to(actor).select_related("parent").defer("note")
    before = list(visible.filter(pk__in=chosen).order_by("name_fold", "pk"))
    rows = [*before, *_best_first(visible.exclude(pk__in=chosen), typed)]
    above = {row.parent_id for row in rows if row.parent_id}
    seen = set(Customer.objects.visible_to(actor).filter(pk__in=above).values_list("pk", flat=True))
    keys = [row.pk for row in rows]
    below = Customer.objects.filter(parent__in=keys, deleted_at=None)
    parents = {key for key in below.values_list("parent_id", flat=True) if key}
    return [
        Candidate(row, _reason(row, parent, seen=seen, parents=parents), row.pk in chosen)
        for row in rows
    ]


def _reason(row: Customer, parent: Customer, *, seen: set[int], parents: set[int]) -> str:
    if row.pk == parent.pk:
        return _("This company itself")
    if row.pk in parents:
        return _("Has subsidiaries of its own")
    above = row.parent
    if above is None or above.deleted_at is not None:
        return ""
    if above.pk == parent.pk:
        return _("Belongs to it already")
    if above.pk not in seen:
        return _("Belongs to a company you do not see")
    return ""


def has_living_parent(customer: Customer) -> bool:
    """Whether anybody sees it or not."""
    key = customer.parent_id
    return key is not None and Customer.objects.filter(pk=key, deleted_at=None).exists()


def pointing(key: int) -> set[int]:
    """Who belongs or belonged to this one, and itself if it does to another."""
    own = Q(pk=key, parent__isnull=False)
    return set(Customer.objects.filter(own | Q(parent=key)).values_list("pk", flat=True))


def ended(actor: Actor, before: set[int]) -> str:
    """What to say of those among them that belong to nobody any more."""
    loose = Customer.objects.visible_to(actor).filter(pk__in=before, parent=None)
    names = list(loose.order_by("name_fold", "pk").values_list("name", flat=True)[:OFFERED])
    if not names:
        return ""
    sentence = _("There is one level only, so these are independent now: %(names)s.")
    return sentence % {"names": ", ".join(names)}


def subsidiary_count(actor: Actor, key: int) -> int:
    return Customer.objects.visible_to(actor).filter(parent=key).count()
