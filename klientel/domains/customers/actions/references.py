"""What customers name by words: categories, found or made for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from klientel.domains.customers.category import Category
from klientel.foundation.db.locks import kept
from klientel.foundation.lib import text
from klientel.services.journal.writing import Work

from .belonging import Belonging
from .colleagues import Colleagues

ALL = frozenset({"category", "subcategory", "account_manager", "parent", "parent_relation"})


@dataclass(frozen=True)
class Words:
    """Keys of categories by folded name; of sub-categories by that of their category, too."""

    categories: Mapping[str, int]
    subcategories: Mapping[tuple[int, str], int]


@dataclass(frozen=True)
class References:
    words: Words
    colleagues: Colleagues

    def columns(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The columns for the references among these cleaned fields."""
        found: dict[str, Any] = {}
        if "category" in fields or "subcategory" in fields:
            key = self.words.categories.get(text.fold(fields.get("category", "")))
            part = (key or 0, text.fold(fields.get("subcategory", "")))
            found["category_id"] = key
            found["subcategory_id"] = self.words.subcategories.get(part)
        if "account_manager" in fields:
            found["account_manager_id"] = self.colleagues.manager(fields["account_manager"])
        return found


def refuse_foreign(
    rows: Sequence[Mapping[str, Any]],
    errors: Sequence[MutableMapping[str, list[str]]],
    *,
    present: Sequence[int | None] = (),
) -> None:
    """A sub-category belongs to a category. `present` has the keys of those the rows keep."""
    asked = [place for place, row in enumerate(rows) if row.get("subcategory")]
    if not asked:
        return
    known = Belonging()
    known.learn(rows[place]["subcategory"] for place in asked)
    kept = {present[place] for place in asked if present and "category" not in rows[place]}
    names = dict(
        Category.objects.filter(pk__in=[key for key in kept if key]).values_list("pk", "name")
    )
    for place in asked:
        row = rows[place]
        key = present[place] if present else None
        category = row.get("category", names.get(key or 0, ""))
        if refusal := known.refusal(category, row["subcategory"]):
            errors[place].setdefault("subcategory", []).append(refusal)


def complete(
    wanted: Mapping[int, dict[str, Any]], before: Mapping[int, Mapping[str, Any]]
) -> dict[int, dict[str, Any]]:
    """Category and sub-category of those that get another one of either.

    A sub-category nobody gave goes along if the new category has one of that name, else it is
    emptied.
    """
    both: dict[int, dict[str, Any]] = {}
    for key, values in wanted.items():
        if "category" in values or "subcategory" in values:
            old = before[key]
            both[key] = {n: values.get(n, old[n]) for n in ("category", "subcategory")}
    has = _subcategories(both.values())
    for key, pair in both.items():
        part = (text.fold(pair["category"]), text.fold(pair["subcategory"]))
        is_given = "subcategory" in wanted[key]
        if pair["subcategory"] and (not part[0] or not (is_given or part in has)):
            pair["subcategory"] = ""
            wanted[key]["subcategory"] = ""
            if not before[key]["subcategory"]:
                del wanted[key]["subcategory"]
    return both


def hold(rows: Iterable[Mapping[str, Any]], keys: Iterable[int | None]) -> None:
    """Keep the categories these changes name, and those of `keys`, from being removed meanwhile.

    To be called before customers are locked: removing one locks in this order, too.
    """
    given = [row for row in rows if "category" in row or "subcategory" in row]
    folds = {text.fold(row.get(name, "")) for row in given for name in ("category", "subcategory")}
    folds, present = folds - {""}, {key for key in keys if given and key}
    if not (folds or present):
        return
    named = Q(name_fold__in=folds) | Q(pk__in=present)
    kept(Category.objects.filter(named, deleted_at=None).order_by("pk"))


def words(work: Work, rows: Iterable[Mapping[str, Any]]) -> Words:
    """Keys of the categories and sub-categories named; new words are added to the lists."""
    given = [row for row in rows if row.get("category")]
    categories = _categories(work, given)
    named = {
        (categories[fold], text.fold(row["subcategory"])): row["subcategory"]
        for row in given
        if row.get("subcategory") and (fold := text.fold(row["category"])) in categories
    }
    named = {part: name for part, name in named.items() if part[1]}
    if not named:
        return Words(categories, {})
    live = Category.objects.filter(parent__in={key for key, _fold in named}, deleted_at=None)
    found = {(each.parent_id or 0, each.name_fold): each.pk for each in kept(live)}
    missing = [
        Category(name=name, parent_id=part[0]) for part, name in named.items() if part not in found
    ]
    work.insert(*missing)
    return Words(categories, found | {(c.parent_id or 0, c.name_fold): c.pk for c in missing})


def _categories(work: Work, rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    named = {text.fold(row["category"]): row["category"] for row in rows}
    named.pop("", None)
    if not named:
        return {}
    live = Category.objects.filter(name_fold__in=list(named), parent=None, deleted_at=None)
    found = {each.name_fold: each.pk for each in kept(live)}
    missing = [Category(name=name) for fold, name in named.items() if fold not in found]
    work.insert(*missing)
    return found | {category.name_fold: category.pk for category in missing}


def _subcategories(rows: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Which of these pairs are on the lists, by folded names."""
    folds = {text.fold(row["subcategory"]) for row in rows} - {""}
    live = Category.objects.filter(name_fold__in=folds, parent__isnull=False, deleted_at=None)
    return set(live.values_list("parent__name_fold", "name_fold")) if folds else set()
