"""Marking records with tags that rows name: those of the list, or new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import Any

from klientel.domains.customers import queries, tagged
from klientel.domains.customers.models import Contact, Customer, Tagging
from klientel.domains.customers.tag import Tag
from klientel.domains.customers.tagged import Owner
from klientel.foundation.access import Actor
from klientel.foundation.db.locks import kept
from klientel.foundation.lib import text
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.journal.writing import Work

from .coloring import color_of
from .parts import Plan, owner_of

PERMISSION = "customers.add_tags"
Fields = Mapping[str, Any]
Errors = MutableMapping[str, list[str]]
Keys = Mapping[str, int]  # of tags, by folded name


def settle(
    actor: Actor, rows: Sequence[Any], errors: Sequence[Errors], *, path: str = "tags"
) -> None:
    """Puts the names as the list writes them; refuses new ones for who may not add any."""
    known = tagged.named(_named(rows))
    for row, found in zip(rows, errors, strict=True):
        names, strange = canonical(row.get("tags") or (), known)
        if strange and not actor.may(PERMISSION):
            found.setdefault(path, []).append(stranger(strange[0]))
        elif "tags" in row:
            row["tags"] = names


def canonical(given: Iterable[str], known: Mapping[str, Tag]) -> tuple[list[str], list[str]]:
    """The names as the list writes them, and those among them that it does not have."""
    found: list[str] = []
    strange: list[str] = []
    for name in given:
        tag = known.get(text.fold(name))
        found.append(tag.name if tag else name)
        strange += [] if tag else [name]
    return queries.in_order(dict.fromkeys(found)), strange


def stranger(name: str) -> str:
    return str(_("There is no tag “%(name)s”, and you may not add one.") % {"name": name[:80]})


def _named(rows: Iterable[Fields]) -> dict[str, str]:
    return {text.fold(name): name for row in rows for name in row.get("tags") or ()}


def keys(work: Work, rows: Iterable[Fields]) -> Keys:
    """Of all these name; new ones are added to the list."""
    named = _named(rows)
    if not named:
        return {}
    known = tagged.named(named)
    there = {tag.pk for tag in kept(Tag.objects.filter(pk__in=_keys(known), deleted_at=None))}
    found = {fold: tag.pk for fold, tag in known.items() if tag.pk in there}
    missing = [
        Tag(name=name, color=color_of(name)) for fold, name in named.items() if fold not in found
    ]
    if missing:
        work.actor.require(PERMISSION)
    work.insert(*missing)
    return found | {tag.name_fold: tag.pk for tag in missing}


def _keys(known: Mapping[str, Tag]) -> list[int]:
    return sorted({tag.pk for tag in known.values()})


def taggings(owner: Customer | Contact, fields: Fields, known: Keys) -> list[Tagging]:
    """Those a new record begins with."""
    wanted = dict.fromkeys(known[text.fold(name)] for name in fields.get("tags") or ())
    return [Tagging.make(tag_id=key, **owner_of(owner)) for key in wanted]


def sync(
    work: Work, owner: Owner, rows: Mapping[int, Any], *, wanted: Mapping[int, Fields]
) -> None:
    """Bring those records in line whose new values say anything of tags."""
    given = {key: values for key, values in wanted.items() if "tags" in values}
    if not given:
        return
    known = keys(work, given.values())
    present = tagged.taggings_of(owner, given)
    plan = Plan()
    for key, values in given.items():
        new = {row.tag_id: row for row in taggings(rows[key], values, known)}
        old = present.get(key, [])
        plan.delete += [row for row, root in old if root not in new]
        there = {root for _row, root in old}
        plan.insert += [row for root, row in new.items() if root not in there]
    plan.write(work)


def free(rows: Iterable[Tagging]) -> list[Tagging]:
    """Those of the bin whose record does not have the tag again by now."""
    gone = list(rows)
    owners = [Tagging.objects.filter(customer__in={r.customer_id for r in gone if r.customer_id})]
    owners += [Tagging.objects.filter(contact__in={r.contact_id for r in gone if r.contact_id})]
    there = {
        key
        for live in owners
        for key in live.filter(deleted_at=None).values_list("tag_id", "customer_id", "contact_id")
    }
    return [row for row in gone if (row.tag_id, row.customer_id, row.contact_id) not in there]
