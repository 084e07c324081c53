"""The order of categories, and of the sub-categories of each: one goes up or down."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from klientel.domains.customers.category import Category
from klientel.domains.customers.facts import CategoryPlaced
from klientel.foundation.access import Actor
from klientel.services.journal.writing import writing

PERMISSION = "customers.change_lists"


def place_category(actor: Actor, category: Category, position: int) -> Category:
    """Among those beside it, from 1; what is beyond the end is the last."""
    return _put(actor, category, lambda _present: position - 1)


def shift_category(actor: Actor, category: Category, steps: int) -> Category:
    """Down the list, or up where it is negative. At the end it stays where it is."""
    return _put(actor, category, lambda present: present + steps)


def _put(actor: Actor, category: Category, wanted: Callable[[int], int]) -> Category:
    actor.require(PERMISSION)
    with writing(actor) as work:
        beside = _beside(category)
        row = next((each for each in beside if each.pk == category.pk), None)
        if row is None:
            sentence = _("%(name)s has been deleted.") % {"name": category.name}
            raise ValidationError({"position": [sentence]})
        present = beside.index(row)
        target = max(0, min(wanted(present), len(beside) - 1))
        if target == present:
            return row
        beside.insert(target, beside.pop(present))
        owner = row.parent.name if row.parent else ""
        work.update(*((each, {"place": place}) for place, each in enumerate(beside, start=1)))
        work.record(CategoryPlaced(row.pk, row.name, owner, before=present + 1, after=target + 1))
    return row


def _beside(category: Category) -> list[Category]:
    """Those of the same list, itself among them, locked in the order of their keys."""
    parent = Category.objects.filter(pk=category.pk).values_list("parent", flat=True).first()
    live = Category.objects.filter(parent=parent, deleted_at=None).order_by("pk")
    rows = list(live.select_related("parent").select_for_update(of=("self",)))
    return sorted(rows, key=lambda each: (each.place, each.name_fold, each.pk))
