"""The order of lists people maintain: one goes up or down among those beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from klientel.domains.customers.category import Category
from klientel.domains.customers.facts import CategoryPlaced, TagPlaced
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Actor
from klientel.services.journal.facts import Fact
from klientel.services.journal.writing import Work, writing

PERMISSION = "customers.change_lists"
R = TypeVar("R", Category, Tag)
Wanted = Callable[[int], int]  # the place it is to have, by the one it has, from 0


def place_category(actor: Actor, category: Category, position: int) -> Category:
    """Among those beside it, from 1; what is beyond the end is the last."""
    return _put_category(actor, category, lambda _present: position - 1)


def shift_category(actor: Actor, category: Category, steps: int) -> Category:
    """Down the list, or up where it is negative. At the end it stays where it is."""
    return _put_category(actor, category, lambda present: present + steps)


def place_tag(actor: Actor, tag: Tag, position: int) -> Tag:
    return _put_tag(actor, tag, lambda _present: position - 1)


def shift_tag(actor: Actor, tag: Tag, steps: int) -> Tag:
    return _put_tag(actor, tag, lambda present: present + steps)


def _put_category(actor: Actor, category: Category, wanted: Wanted) -> Category:
    actor.require(PERMISSION)

    def told(row: Category, before: int, after: int) -> Fact:
        owner = row.parent.name if row.parent else ""
        return CategoryPlaced(row.pk, row.name, owner, before=before, after=after)

    with writing(actor) as work:
        return _put(work, category, _beside(category), wanted=wanted, told=told)


def _put_tag(actor: Actor, tag: Tag, wanted: Wanted) -> Tag:
    actor.require(PERMISSION)

    def told(row: Tag, before: int, after: int) -> Fact:
        return TagPlaced(row.pk, row.name, before=before, after=after)

    with writing(actor) as work:
        live = Tag.objects.filter(deleted_at=None).order_by("pk")
        return _put(work, tag, list(live.select_for_update()), wanted=wanted, told=told)


def _put(
    work: Work,
    given: R,
    locked: list[R],
    *,
    wanted: Wanted,
    told: Callable[[R, int, int], Fact],
) -> R:
    beside = sorted(locked, key=lambda each: (each.place, each.name_fold, each.pk))
    row = next((each for each in beside if each.pk == given.pk), None)
    if row is None:
        sentence = _("%(name)s has been deleted.") % {"name": given.name}
        raise ValidationError({"position": [sentence]})
    present = beside.index(row)
    target = max(0, min(wanted(present), len(beside) - 1))
    if target != present:
        beside.insert(target, beside.pop(present))
        work.update(*((each, {"place": place}) for place, each in enumerate(beside, start=1)))
        work.record(told(row, present + 1, target + 1))
    return row


def _beside(category: Category) -> list[Category]:
    """Those of the same list, itself among them, locked in the order of their keys."""
    parent = Category.objects.filter(pk=category.pk).values_list("parent", flat=True).first()
    live = Category.objects.filter(parent=parent, deleted_at=None).order_by("pk")
    return list(live.select_related("parent").select_for_update(of=("self",)))
