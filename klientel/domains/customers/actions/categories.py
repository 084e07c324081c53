"""The lists of categories and sub-categories: adding, renaming, moving, removing with replacement.

What changes how customers read raises their versions and stands in their history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klientel.domains.customers.category import LAST, Category
from klientel.domains.customers.cleaning import LENGTHS
from klientel.domains.customers.facts import (
    CategoryAdded,
    CategoryMoved,
    CategoryRemoved,
    CategoryRenamed,
    CustomerChanged,
)
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.foundation.lib import text
from klientel.services.journal.writing import Work, writing

from .ordering import PERMISSION, place_category

AT_ONCE = 500
Key = int | None


def add_category(actor: Actor, name: str, parent: Category | None = None) -> Category:
    """A category, or a sub-category of `parent`. Raises ValidationError."""
    actor.require(PERMISSION)
    cleaned = _name(name)
    with writing(actor) as work:
        owner = _owner(parent)
        _refuse_taken(cleaned, owner.pk if owner else None)
        made = Category(name=cleaned, parent=owner)
        work.insert(made)
        work.record(CategoryAdded(made.pk, made.name, owner.name if owner else ""))
    return made


def rename_category(actor: Actor, category: Category, name: str) -> Category:
    actor.require(PERMISSION)
    cleaned = _name(name)
    with writing(actor) as work:
        row = _locked(category, "name")
        before = row.name
        if cleaned == before:
            return row
        _refuse_taken(cleaned, row.parent_id, own=row.pk)
        field = "subcategory" if row.parent_id else "category"
        for piece in _customers(Q(**{field: row})):
            work.touch(*piece)
            renamed = {"before": {field: before}, "after": {field: cleaned}}
            work.record(*(CustomerChanged.of(customer, **renamed) for customer in piece))
        work.update((row, {"name": cleaned}))
        owner = row.parent.name if row.parent else ""
        work.record(CategoryRenamed(row.pk, cleaned, owner, before=before))
    return row


def move_category(actor: Actor, category: Category, parent: Category) -> Category:
    """A sub-category goes to another category, and its customers with it."""
    actor.require(PERMISSION)
    with writing(actor) as work:
        _lock_together(category, parent)
        row, owner = _locked(category, "parent"), _owner(parent)
        if row.parent is None or owner is None:
            raise _wrong("parent", _("A category cannot become a sub-category."))
        before = row.parent
        if owner.pk == before.pk:
            return row
        _refuse_taken(row.name, owner.pk, own=row.pk, field="parent")
        names = {before.pk: before.name, owner.pk: owner.name, row.pk: row.name}
        _assign(
            work,
            Q(subcategory=row),
            names=names,
            become=lambda c: (owner.pk, c.subcategory_id),
        )
        work.update((row, {"parent_id": owner.pk, "place": LAST}))
        work.record(CategoryMoved(row.pk, row.name, owner.name, before=before.name))
    return row


def change_category(
    actor: Actor,
    category: Category,
    *,
    name: str | None = None,
    parent: Category | None = None,
    position: int | None = None,
) -> Category:
    """All, or some of them; what is not given stays."""
    with writing(actor):
        if parent is not None:
            category = move_category(actor, category, parent)
        if name is not None:
            category = rename_category(actor, category, name)
        return category if position is None else place_category(actor, category, position)


def remove_category(
    actor: Actor,
    category: Category,
    *,
    replacement: Category | None = None,
    may_empty: bool = False,
) -> int:
    """One in use is replaced: by `replacement`, or by nothing where `may_empty` says so.

    The sub-categories of a category go to the replacement; those it has by the same name become
    one. Returns the number of customers changed, those in the bin among them.
    """
    actor.require(PERMISSION)
    with writing(actor) as work:
        _lock_together(category, replacement)
        row = _locked(category, "replacement")
        target = _target(row, replacement)
        users = Q(subcategory=row) if row.parent_id else Q(category=row)
        if target is None and not may_empty:
            _refuse_used(users)
        plan = _plan(row, target)
        count = _assign(work, users, names=plan.names, become=plan.become)
        if target:
            moved = {"parent_id": target.pk, "place": LAST}
            work.update(*((part, moved) for part in plan.staying))
        work.delete(*plan.going, row)
        work.record(
            CategoryRemoved(
                row.pk,
                row.name,
                row.parent.name if row.parent else "",
                replacement=target.name if target else "",
                customers=count,
            )
        )
    return count


@dataclass(frozen=True)
class Plan:
    """What becomes of a category that is removed, and of its sub-categories."""

    instead: Mapping[Key, Key]  # what stands here is replaced, by nothing perhaps
    names: Mapping[int, str]
    going: list[Category]
    staying: list[Category]

    def become(self, customer: Customer) -> tuple[Key, Key]:
        category, part = customer.category_id, customer.subcategory_id
        return self.instead.get(category, category), self.instead.get(part, part)


def _plan(row: Category, target: Category | None) -> Plan:
    """The sub-categories go to the replacement, unless it has one of the same name."""
    parts, theirs = _parts(row), _parts(target) if target else {}
    staying = [part for fold, part in parts.items() if target and fold not in theirs]
    going = [part for part in parts.values() if part not in staying]
    same = {part.pk: theirs.get(part.name_fold) for part in going}
    instead: dict[Key, Key] = {key: other.pk if other else None for key, other in same.items()}
    instead[row.pk] = target.pk if target else None
    owners = [each for each in (target, row.parent) if each]
    everyone = [row, *parts.values(), *theirs.values(), *owners]
    return Plan(instead, {each.pk: each.name for each in everyone}, going, staying)


def _assign(
    work: Work,
    which: Q,
    *,
    names: Mapping[int, str],
    become: Callable[[Customer], tuple[Key, Key]],
) -> int:
    """Give these customers another category and sub-category. Returns how many there were."""
    count = 0
    for piece in _customers(which):
        wanted = {customer.pk: become(customer) for customer in piece}
        before = {customer.pk: _named(customer, names) for customer in piece}
        work.update(
            *(
                (c, {"category_id": wanted[c.pk][0], "subcategory_id": wanted[c.pk][1]})
                for c in piece
            )
        )
        work.record(*(_changed(c, before[c.pk], _named(c, names)) for c in piece))
        count += len(piece)
    return count


def _named(customer: Customer, names: Mapping[int, str]) -> dict[str, str]:
    return {
        "category": names.get(customer.category_id or 0, ""),
        "subcategory": names.get(customer.subcategory_id or 0, ""),
    }


def _changed(customer: Customer, old: dict[str, str], new: dict[str, str]) -> CustomerChanged:
    differing = {name: value for name, value in new.items() if value != old[name]}
    return CustomerChanged.of(customer, old, differing)


def _customers(which: Q) -> Iterable[list[Customer]]:
    """Locked, in pieces; those in the bin too, so that they come back to what there is then."""
    keys = list(Customer.objects.filter(which).order_by("pk").values_list("pk", flat=True))
    for piece in bulk.pieces(keys, AT_ONCE):
        rows = Customer.objects.filter(pk__in=piece).order_by("pk")
        yield list(rows.select_for_update())


def _parts(category: Category) -> dict[str, Category]:
    """Its live sub-categories by folded name."""
    live = Category.objects.filter(parent=category, deleted_at=None).order_by("pk")
    return {part.name_fold: part for part in live.select_for_update()}


def _name(given: str) -> str:
    cleaned = text.clean(given)
    if not text.fold(cleaned):
        raise _wrong("name", _("Enter a name."))
    if len(cleaned) > LENGTHS["category"]:
        sentence = _("At most %(count)s characters.") % {"count": LENGTHS["category"]}
        raise _wrong("name", sentence)
    return cleaned


def _refuse_taken(name: str, parent: Key, *, own: int = 0, field: str = "name") -> None:
    live = Category.objects.filter(parent=parent, deleted_at=None).exclude(pk=own)
    other = live.filter(name_fold=text.fold(name)[:110]).first()
    if other is not None:
        raise _wrong(field, _("There is “%(name)s” already.") % {"name": other.name})


def _refuse_used(users: Q) -> None:
    count = Customer.objects.filter(users).count()
    if count:
        sentence = ngettext(
            "%(count)s customer has it: say what it is replaced by.",
            "%(count)s customers have it: say what it is replaced by.",
            count,
        )
        raise _wrong("replacement", sentence % {"count": count})


def _locked(category: Category, field: str) -> Category:
    live = Category.objects.filter(deleted_at=None).select_related("parent")
    found = live.select_for_update(of=("self",)).filter(pk=category.pk).first()
    if found is None:
        raise _wrong(field, _("%(name)s has been deleted.") % {"name": category.name})
    return found


def _lock_together(*categories: Category | None) -> None:
    """With their sub-categories, in the order of their keys: so do all who need several."""
    keys = [each.pk for each in categories if each]
    rows = Category.objects.filter(Q(pk__in=keys) | Q(parent__in=keys)).order_by("pk")
    list(rows.select_for_update())


def _owner(parent: Category | None) -> Category | None:
    """Locked, so that it is not removed meanwhile. There is one level."""
    if parent is None:
        return None
    found = _locked(parent, "parent")
    if found.parent_id is not None:
        raise _wrong("parent", _("A sub-category has no sub-categories."))
    return found


def _target(row: Category, replacement: Category | None) -> Category | None:
    if replacement is None:
        return None
    found = _locked(replacement, "replacement")
    if found.pk == row.pk or found.parent_id != row.parent_id:
        raise _wrong("replacement", _("This cannot replace it."))
    return found


def _wrong(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: [sentence]})
