"""What of the lists of categories cannot be walked back, because somebody needs or has it now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from klientel.domains.customers.category import Category
from klientel.domains.customers.models import Customer
from klientel.foundation.db import bulk
from klientel.foundation.db.locks import kept
from klientel.foundation.db.rows import Row, label
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.undo import Reversal

LISTED = ("category_id", "subcategory_id")
Planned = dict[tuple[str, int], dict[str, Any]]


def _keep_used(found: Reversal) -> None:
    """A category that customers have or keep, or sub-categories that stay, stays too."""
    name = label(Category)
    if not found.delete.get(name):
        return
    going = {row.pk for row in found.delete[name]}
    planned = _planned(found)
    leaving = {row.pk for row in found.delete.get(label(Customer), [])}
    used: set[object] = set()
    users = Customer.objects.filter(Q(category__in=going) | Q(subcategory__in=going))
    for key, category, part in users.values_list("pk", *LISTED):
        if key not in leaving:
            plan = planned.get((label(Customer), key), {})
            used |= {plan.get("category_id", category), plan.get("subcategory_id", part)}
    for part in Category.objects.filter(parent__in=going, deleted_at=None):
        if part.pk not in going or part.pk in used:
            used.add(planned.get((name, part.pk), {}).get("parent_id", part.parent_id))
    found.delete[name] = [row for row in found.delete[name] if row.pk not in used]


def keep_lists(found: Reversal) -> None:
    _keep_words(found)
    _keep_members(found)
    _keep_used(found)


def renamed(found: Reversal) -> list[Row]:
    """The customers that will read differently though nothing of theirs is written."""
    keys = [r.pk for r, values in found.update if isinstance(r, Category) and "name" in values]
    if not keys:
        return []
    present = {row.pk: row for row, _values in found.update if isinstance(row, Customer)}
    users = Customer.objects.filter(Q(category__in=keys) | Q(subcategory__in=keys))
    fresh = [row for row in users.select_for_update() if row.pk not in present]
    found.update += [(row, {}) for row in fresh]
    return [row for row, values in found.update if isinstance(row, Customer) and not values]


def _planned(found: Reversal) -> Planned:
    return {(label(type(row)), row.pk): values for row, values in found.update}


def _keep_words(found: Reversal) -> None:
    """A name somebody gave again meanwhile is not given twice."""
    name = label(Category)
    back = [row for row in found.restore.get(name, []) if isinstance(row, Category)]
    keys = {row.pk for row in back}
    staying: list[Row] = []
    for row in back:
        if _is_taken(row.name_fold, row.parent_id, row.pk):
            found.refuse(row, _("There is “%(name)s” already.") % {"name": row.name})
        elif row.parent_id and row.parent_id not in keys and _are_gone([row.parent_id]):
            found.refuse(row, _("Its category has been deleted."))
        else:
            staying.append(row)
    if back:
        found.restore[name] = staying
    there = {row.pk for row in staying}
    for each, values in found.update:
        if isinstance(each, Category):
            _keep_word(found, each, values=values, back=there)


def _keep_word(
    found: Reversal, row: Category, *, values: dict[str, object], back: set[int]
) -> None:
    parent = values.get("parent_id", row.parent_id)
    fold = text.fold(str(values.get("name", row.name)))[:110]
    gone = isinstance(parent, int) and parent not in back and _are_gone([parent])
    if "parent_id" in values and gone:
        del values["parent_id"]
        found.refuse(row, _("Its category has been deleted."), "parent_id")
    elif values and _is_taken(fold, parent, row.pk):
        reason = _("There is “%(name)s” already.") % {"name": values.get("name", row.name)}
        for attribute in [name for name in ("name", "parent_id") if name in values]:
            del values[attribute]
            found.refuse(row, reason, attribute)


def _keep_members(found: Reversal) -> None:
    """No customer goes back to a category that is gone, or to a sub-category of another one."""
    pairs = [
        (row, values)
        for row, values in found.update
        if isinstance(row, Customer) and not values.keys().isdisjoint(LISTED)
    ]
    keys = {key for _row, values in pairs for n in LISTED if isinstance(key := values.get(n), int)}
    keys |= {row.subcategory_id for row, _values in pairs if row.subcategory_id}
    lists: dict[object, Category] = {}
    for piece in bulk.pieces(keys, 900):
        lists |= {each.pk: each for each in kept(Category.objects.filter(pk__in=piece))}
    back = {row.pk for row in found.restore.get(label(Category), [])}
    gone = {key for key, each in lists.items() if each.deleted_at and key not in back}
    planned = _planned(found)
    for row, values in pairs:
        is_partial = (label(Customer), row.pk) not in found.untouched
        for name in [name for name in LISTED if values.get(name) in gone]:
            reason = _("%(name)s has been deleted.") % {"name": lists[values.pop(name)]}
            found.refuse(row, reason, name)
            is_partial = True
        if is_partial and not _fits(row, values, lists=lists, planned=planned):
            _leave(found, row, values)


def _fits(
    row: Customer, values: dict[str, Any], *, lists: dict[object, Category], planned: Planned
) -> bool:
    part = values.get("subcategory_id", row.subcategory_id)
    if part is None:
        return True
    each = lists[part]
    owner = planned.get((label(Category), each.pk), {}).get("parent_id", each.parent_id)
    return bool(owner == values.get("category_id", row.category_id))


def _leave(found: Reversal, row: Customer, values: dict[str, Any]) -> None:
    for name in [name for name in LISTED if name in values]:
        del values[name]
        found.refuse(row, _("It was changed since."), name)


def _is_taken(fold: str, parent: object, own: int) -> bool:
    live = Category.objects.filter(Q(parent=parent), name_fold=fold, deleted_at=None)
    return live.exclude(pk=own).exists()


def _are_gone(keys: Iterable[int]) -> bool:
    return Category.objects.filter(pk__in=list(keys)).exclude(deleted_at=None).exists()
