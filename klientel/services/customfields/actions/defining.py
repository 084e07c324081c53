"""Definitions are added, changed, put in order and removed. None of it touches a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import text
from klientel.services.customfields import counting, kinds, reading, tasks, words
from klientel.services.customfields.choices import IndexState
from klientel.services.customfields.facts import FieldAdded, FieldChanged, FieldPlaced, FieldRemoved
from klientel.services.customfields.models import Definition
from klientel.services.journal.writing import Work, writing

from .checking import KEY, Checker, Errors, FieldValues, slug

PERMISSION: Final = "customfields.manage"
MOST: Final = 50  # of one kind
MOST_INDEXED: Final = 5


def add_field(
    actor: Actor, kind: str, *, key: str = "", **fields: Unpack[FieldValues]
) -> Definition:
    """Raises ValidationError, whose keys are paths such as `names.de` and `options.0.labels`."""
    actor.require(PERMISSION)
    with writing(actor) as work:
        beside = _beside(kind)
        checker = Checker()
        columns = checker.check(fields)
        _check_key(key, checker.errors)
        if kinds.find(kind) is None:
            checker.errors["kind"] = [_("Such records have no custom fields.")]
        if len(beside) >= MOST:
            checker.errors["__all__"] = [_("At most %(count)s fields.") % {"count": MOST}]
        _check_beside(columns, beside, checker.errors)
        _raise(checker.errors)
        row = Definition.make(
            kind=kind,
            key=key or _free_key(columns["names"]),
            place=len(beside) + 1,
            index_state=_state(is_indexed=columns.get("indexed", False)),
            **columns,
        )
        _insert(work, row)
        work.record(FieldAdded(row.pk, row.name))
    _settle(with_index=row.indexed)
    return row


def _insert(work: Work, row: Definition) -> None:
    try:
        with transaction.atomic():
            work.insert(row)
    except IntegrityError as error:
        raise ValidationError({"key": [_taken(row.key)]}) from error


def change_field(actor: Actor, definition: Definition, **fields: Unpack[FieldValues]) -> Definition:
    """What is not given stays. The type and the currency are fixed while records hold values."""
    actor.require(PERMISSION)
    with writing(actor) as work:
        beside = _beside(definition.kind)
        row = _one(beside, definition)
        checker = Checker(row)
        columns = checker.check(fields)
        _check_beside(columns, [each for each in beside if each.pk != row.pk], checker.errors)
        _raise(checker.errors)
        _keep_meaning(row, columns)
        was_indexed, was_searched = row.indexed, row.is_searched
        if columns.get("indexed", was_indexed) != was_indexed:
            columns["index_state"] = _state(is_indexed=not was_indexed)
        if work.update((row, columns)):
            work.record(FieldChanged(row.pk, row.name))
        if row.is_searched != was_searched:
            _rewrite(row)
    _settle(with_index=row.indexed or was_indexed)
    return row


def place_field(actor: Actor, definition: Definition, position: int) -> Definition:
    """Among those of its kind, from 1; what is beyond the end is the last."""
    return _put(actor, definition, lambda _present: position - 1)


def shift_field(actor: Actor, definition: Definition, steps: int) -> Definition:
    """Down the list, or up where it is negative. At the end it stays where it is."""
    return _put(actor, definition, lambda present: present + steps)


def _put(actor: Actor, definition: Definition, wanted: Callable[[int], int]) -> Definition:
    actor.require(PERMISSION)
    with writing(actor) as work:
        beside = _beside(definition.kind)
        row = _one(beside, definition)
        present = beside.index(row)
        target = max(0, min(wanted(present), len(beside) - 1))
        if target == present:
            return row
        beside.insert(target, beside.pop(present))
        work.update(*((each, {"place": place}) for place, each in enumerate(beside, start=1)))
        work.record(FieldPlaced(row.pk, row.name, before=present + 1, after=target + 1))
    reading.forget()
    return row


def remove_field(actor: Actor, definition: Definition) -> None:
    """The values stay with the records, unseen: bringing the field back brings them back."""
    actor.require(PERMISSION)
    with writing(actor) as work:
        row = _one(_beside(definition.kind), definition)
        was_searched = row.is_searched
        work.delete(row)
        work.record(FieldRemoved(row.pk, row.name))
        if was_searched:
            _rewrite(row)
    _settle(with_index=row.indexed)


def _settle(*, with_index: bool) -> None:
    """What everybody has read of the definitions is old, and an index may have to come or go."""
    reading.forget()
    if with_index:
        tasks.ask()


def _rewrite(row: Definition) -> None:
    """The search is to forget the words of its values, or to learn them."""
    words.ask([row])
    tasks.ask_for_words()


def _state(*, is_indexed: bool) -> str:
    return IndexState.WAITING.value if is_indexed else ""


def _beside(kind: str) -> list[Definition]:
    """The live ones of a kind, locked in the order of their keys; given in their own."""
    live = Definition.objects.filter(kind=kind, deleted_at=None).order_by("pk")
    return sorted(live.select_for_update(), key=lambda each: (each.place, each.pk))


def _one(beside: Sequence[Definition], definition: Definition) -> Definition:
    found = next((each for each in beside if each.pk == definition.pk), None)
    if found is None:
        sentence = _("%(name)s has been deleted.") % {"name": definition.name}
        raise ValidationError({"__all__": [sentence]})
    return found


def _check_key(key: str, errors: Errors) -> None:
    if key and not KEY.fullmatch(key):
        sentence = _("A small letter, then small letters, digits and _, at most 40 in all.")
        errors["key"] = [sentence]
    elif key and Definition.objects.filter(key=key).exists():
        errors["key"] = [_taken(key)]


def _taken(key: str) -> str:
    return _("The key %(key)s is or was that of another field.") % {"key": key}


def _free_key(names: dict[str, str]) -> str:
    first = next(names[language] for language in ("en", "de", "fr") if names.get(language))
    taken = set(Definition.objects.values_list("key", flat=True))
    made = slug(first, taken)
    return made if KEY.fullmatch(made) else slug(f"field_{made}".rstrip("_"), taken)


def _check_beside(columns: dict[str, Any], beside: Sequence[Definition], errors: Errors) -> None:
    """No two go by the same name in one language, and only some are indexed."""
    for language, name in columns.get("names", {}).items():
        others = (each.names.get(language, "") for each in beside)
        if text.fold(name) in map(text.fold, filter(None, others)):
            sentence = _("There is “%(name)s” already.") % {"name": name}
            errors.setdefault(f"names.{language}", []).append(sentence)
    if columns.get("indexed") and sum(each.indexed for each in beside) >= MOST_INDEXED:
        sentence = _("At most %(count)s fields of one kind are indexed.")
        errors["indexed"] = [sentence % {"count": MOST_INDEXED}]


def _keep_meaning(row: Definition, columns: dict[str, Any]) -> None:
    """Whoever writes a value keeps the definition locked, so none comes in between."""
    other_type = columns["type"] != row.type
    currency = columns.get("limits", row.limits).get("currency")
    if not other_type and currency == row.limits.get("currency"):
        return
    if counting.is_used(row):
        sentence = (
            _("Records hold values of this type. Add another field instead.")
            if other_type
            else _("Records hold amounts in this currency. Add another field instead.")
        )
        raise ValidationError({"type" if other_type else "limits.currency": [sentence]})


def _raise(errors: Errors) -> None:
    if errors:
        raise ValidationError(errors)
