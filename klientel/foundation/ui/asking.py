"""The conditions of a list, as its address holds them: read, said in words, and as chips.

What cannot be read is named and left out; the other conditions still hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from klientel.foundation.access import Actor
from klientel.foundation.db import conditions
from klientel.foundation.db.conditions import Condition, Group, Where
from klientel.foundation.db.properties import LABELS, Property
from klientel.foundation.lib.refusals import Refused

from .filtering import Chip, without

M = TypeVar("M", bound=models.Model)
WHERE = "where"  # in addresses
SHOWN = 80  # letters of a chip
Properties = Sequence[Property]


def offered(actor: Actor, properties: Properties) -> dict[str, Property]:
    """By name, those this actor may ask about."""
    return {
        each.name: each for each in properties if not each.permission or actor.may(each.permission)
    }


@dataclass
class Conditions:
    actor: Actor
    properties: Properties
    params: QueryDict

    @cached_property
    def _read(self) -> tuple[Where, list[str], list[models.Q]]:
        """What holds, what is wrong with the rest, and the question of each group."""
        given = self.params.get(WHERE, "")
        if not given:
            return Where(), [], []
        try:
            where = conditions.read(given)
        except Refused as error:
            return Where(), [wrong_shape(error.code)], []
        groups, complaints, questions = [], [], []
        for group in where.groups:
            kept: list[Condition] = []
            asked: list[models.Q] = []
            for condition in group.conditions:
                question, sentence = check(self.actor, self.known, condition)
                if sentence:
                    asked_by = self.known.get(condition.name)
                    complaints.append(f"{asked_by.title}: {sentence}" if asked_by else sentence)
                else:
                    kept.append(condition)
                    asked.append(question)
            if kept:
                groups.append(Group(group.match, tuple(kept)))
                questions.append(conditions.join(group.match, asked))
        return Where(where.match, tuple(groups)), complaints, questions

    @cached_property
    def known(self) -> Mapping[str, Property]:
        return offered(self.actor, self.properties)

    @property
    def where(self) -> Where:
        return self._read[0]

    @property
    def complaints(self) -> list[str]:
        return self._read[1]

    def narrow(self, queryset: models.QuerySet[M]) -> models.QuerySet[M]:
        where, _complaints, questions = self._read
        return queryset.filter(conditions.join(where.match, questions)) if where else queryset

    @cached_property
    def chips(self) -> list[Chip]:
        """One for each condition where each can go alone, else one for each group."""
        where = self.where
        if where.is_plain:
            return [
                self._chip(condition, without_condition(where, g, c))
                for g, group in enumerate(where.groups)
                for c, condition in enumerate(group.conditions)
            ]
        found = []
        for g, group in enumerate(where.groups):
            rest = replace(where, groups=(*where.groups[:g], *where.groups[g + 1 :]))
            if len(group.conditions) == 1:
                found.append(self._chip(group.conditions[0], rest))
                continue
            label = pgettext("filter", "All of") if group.match == "all" else _("Any of")
            parts = [" ".join(self._words(condition)) for condition in group.conditions]
            found.append(Chip(label, cut("; ".join(parts)), self._query(rest)))
        return found

    def _chip(self, condition: Condition, rest: Where) -> Chip:
        title, words = self._words(condition)
        return Chip(title, cut(words), self._query(rest))

    def _words(self, condition: Condition) -> tuple[str, str]:
        asked = self.known[condition.name]
        values = asked.said(self.actor, condition.operator, condition.values)
        is_choice = asked.input(condition.operator) == "many"
        between = _(" or ") if is_choice else _(" and ")
        said = f"{LABELS[condition.operator]} {between.join(values)}".strip()
        return str(asked.title), said

    def _query(self, where: Where) -> str:
        params = QueryDict(without(self.params, WHERE), mutable=True)
        if where:
            params[WHERE] = conditions.dump(where)
        return params.urlencode()


def narrow(
    queryset: models.QuerySet[M], actor: Actor, properties: Properties, *, where: str
) -> models.QuerySet[M]:
    """For callers who are told what is wrong. Raises ValidationError."""
    params = QueryDict(mutable=True)
    params[WHERE] = where
    asked = Conditions(actor, properties, params)
    if asked.complaints:
        raise ValidationError({WHERE: asked.complaints})
    return asked.narrow(queryset)


def check(
    actor: Actor, known: Mapping[str, Property], condition: Condition
) -> tuple[models.Q, str]:
    """The question, or in words why it cannot be asked."""
    asked = known.get(condition.name)
    if asked is None:
        return models.Q(), _("The list has no field “%(name)s”.") % {"name": condition.name[:60]}
    try:
        return asked.question(actor, condition.operator, condition.values), ""
    except Refused as error:
        return models.Q(), wrong_value(error.code, condition)


def wrong_value(code: str, condition: Condition) -> str:
    if code == "operator":
        return _("“%(name)s” cannot be asked here.") % {"name": condition.operator[:60]}
    if code == "order":
        return _("The second day is before the first.")
    typed = " ".join(condition.values)[:60].strip()
    if not typed:
        return _("A value is missing.")
    if code == "date":
        return _("“%(text)s” is no day. Write it as 31.12.2026.") % {"text": typed}
    return _("“%(text)s” cannot be used as a value here.") % {"text": typed}


def wrong_shape(code: str) -> str:
    if code == "many":
        return _("At most %(count)s conditions.") % {"count": conditions.MOST}
    return _("The conditions in the address cannot be read.")


def without_condition(where: Where, group: int, place: int) -> Where:
    """Less one condition, and less the group that is empty then."""
    old = where.groups[group]
    kept = (*old.conditions[:place], *old.conditions[place + 1 :])
    new = (replace(old, conditions=kept),) if kept else ()
    return replace(where, groups=(*where.groups[:group], *new, *where.groups[group + 1 :]))


def cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
