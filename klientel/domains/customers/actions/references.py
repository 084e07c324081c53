"""What customers name by words: categories and colleagues, found or made for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from klientel.domains.customers.models import Category
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.accounts.models import User
from klientel.services.journal.writing import Work


@dataclass(frozen=True)
class References:
    categories: Mapping[str, int]  # folded name → key
    managers: Mapping[str, int]  # folded e-mail address → key

    def columns(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The columns for the references among these cleaned fields."""
        found: dict[str, Any] = {}
        if "category" in fields:
            found["category_id"] = self.categories.get(text.fold(fields["category"]))
        if "account_manager" in fields:
            found["account_manager_id"] = self.managers.get(fields["account_manager"].casefold())
        return found


def managers(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    wanted = {row["account_manager"].casefold() for row in rows if row.get("account_manager")}
    if not wanted:
        return {}
    found = User.objects.filter(email__in=wanted, is_active=True)
    return {email.casefold(): key for email, key in found.values_list("email", "pk")}


def refuse_strangers(
    rows: Iterable[Mapping[str, Any]],
    errors: Iterable[MutableMapping[str, list[str]]],
    known: Mapping[str, int],
) -> None:
    """An account manager is a colleague who can sign in."""
    for row, found in zip(rows, errors, strict=True):
        named = row.get("account_manager", "")
        if named and named.casefold() not in known:
            sentence = _("There is no active colleague with the address %(email)s.")
            found.setdefault("account_manager", []).append(sentence % {"email": named[:80]})


def categories(work: Work, rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Keys of the named categories; new words are added to the list."""
    named = {text.fold(row["category"]): row["category"] for row in rows if row.get("category")}
    named.pop("", None)
    if not named:
        return {}
    live = Category.objects.filter(name_fold__in=list(named), deleted_at=None)
    found = dict(live.values_list("name_fold", "pk"))
    missing = [Category(name=name) for fold, name in named.items() if fold not in found]
    work.insert(*missing)
    return found | {category.name_fold: category.pk for category in missing}
