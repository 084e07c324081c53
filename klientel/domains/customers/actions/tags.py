"""The list of tags: added, renamed, coloured, merged, removed.

No record is written for it, however many have the tag: what a tag is called and whether it is
there is read with it. So each of these is one short act, and its undo is one, too.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from klientel.domains.customers.choices import TagColor
from klientel.domains.customers.cleaning import Cleaner
from klientel.domains.customers.facts import TagAdded, TagChanged, TagMerged, TagRemoved
from klientel.domains.customers.tag import Tag
from klientel.foundation.access import Actor
from klientel.foundation.lib import text
from klientel.services.journal.writing import writing

from .coloring import color_of
from .ordering import PERMISSION, place_tag


def add_tag(actor: Actor, name: str, color: str = "") -> Tag:
    """Without a colour it gets one. Raises ValidationError."""
    actor.require(PERMISSION)
    cleaned = _name(name)
    with writing(actor) as work:
        _refuse_taken(cleaned)
        made = Tag(name=cleaned, color=_color(color) or color_of(cleaned))
        work.insert(made)
        work.record(TagAdded(made.pk, made.name))
    return made


def change_tag(
    actor: Actor,
    tag: Tag,
    *,
    name: str | None = None,
    color: str | None = None,
    position: int | None = None,
) -> Tag:
    """All, or some of them; what is not given stays. By its old name it is still known."""
    actor.require(PERMISSION)
    with writing(actor) as work:
        row = _locked(tag, "name")
        before = row.name
        values = {}
        if name is not None and (cleaned := _name(name)) != before:
            _refuse_taken(cleaned, own=row.pk)
            values["name"] = cleaned
        if color is not None and (_color(color) or row.color) != row.color:
            values["color"] = color
        if values:
            work.update((row, values))
            if text.fold(before) != text.fold(row.name):
                work.insert(Tag(name=before, stands_for=row, deleted_at=timezone.now()))
            work.record(TagChanged(row.pk, row.name, before=before, color=row.color))
        return row if position is None else place_tag(actor, row, position)


def merge_tags(actor: Actor, tag: Tag, into: Tag) -> Tag:
    """What is marked with one is marked with the other from now on. Returns the other."""
    actor.require(PERMISSION)
    with writing(actor) as work:
        rows = Tag.objects.filter(pk__in=[tag.pk, into.pk]).order_by("pk")
        list(rows.select_for_update())
        row, target = _locked(tag, "into"), _locked(into, "into")
        if row.pk == target.pk:
            raise _wrong("into", _("Choose another tag."))
        known = Tag.objects.filter(stands_for=row).order_by("pk").select_for_update()
        work.delete(row)
        work.update(*((each, {"stands_for_id": target.pk}) for each in [row, *known]))
        work.record(TagMerged(row.pk, row.name, into=target.name, into_id=target.pk))
    return target


def remove_tag(actor: Actor, tag: Tag) -> None:
    """Nothing is marked with it any more, until it is brought back."""
    actor.require(PERMISSION)
    with writing(actor) as work:
        row = _locked(tag, "name")
        work.delete(row)
        work.record(TagRemoved(row.pk, row.name))


def _name(given: str) -> str:
    cleaner = Cleaner(country="")
    cleaned = cleaner.tags([given])
    if cleaner.errors:
        raise _wrong("name", cleaner.errors["tags"][0])
    if not cleaned:
        raise _wrong("name", _("Enter a name."))
    return cleaned[0]


def _color(given: str) -> str:
    if given and given not in TagColor.values:
        raise _wrong("color", _("“%(value)s” is not on the list.") % {"value": given[:80]})
    return given


def _refuse_taken(name: str, *, own: int = 0) -> None:
    live = Tag.objects.filter(name_fold=text.fold(name)[:60], deleted_at=None)
    if (other := live.exclude(pk=own).first()) is not None:
        raise _wrong("name", _("There is “%(name)s” already.") % {"name": other.name})


def _locked(tag: Tag, field: str) -> Tag:
    found = Tag.objects.filter(pk=tag.pk, deleted_at=None).select_for_update().first()
    if found is None:
        raise _wrong(field, _("%(name)s has been deleted.") % {"name": tag.name})
    return found


def _wrong(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: [sentence]})
