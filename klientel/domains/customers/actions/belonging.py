"""Which sub-categories belong to which categories: what a row may name together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from klientel.domains.customers.category import Category
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _


class Belonging:
    """What is on the lists, and what the rows asked about before will add to them."""

    def __init__(self) -> None:
        # Folded name of a sub-category → folded name of a category that has it → its name.
        self._owners: dict[str, dict[str, str]] = defaultdict(dict)

    def learn(self, names: Iterable[str]) -> None:
        """Read who has sub-categories of these names, with one query."""
        folds = {text.fold(name) for name in names} - {""}
        if not folds:
            return
        live = Category.objects.filter(name_fold__in=folds, parent__isnull=False, deleted_at=None)
        for fold, owner, name in live.order_by("parent__name_fold").values_list(
            "name_fold", "parent__name_fold", "parent__name"
        ):
            self._owners[fold][owner] = name

    def refusal(self, category: str, subcategory: str) -> str:
        """Why the category cannot have it; empty if it has it, or gets it as a new one."""
        fold, owners = text.fold(category), self._owners[text.fold(subcategory)]
        if not fold:
            return _("A sub-category needs a category.")
        if owners and fold not in owners:
            sentence = _("“%(name)s” is a sub-category of “%(category)s”.")
            owner = next(iter(owners.values()))
            return sentence % {"name": subcategory[:80], "category": owner[:80]}
        owners.setdefault(fold, category)
        return ""
