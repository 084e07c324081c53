"""Views are kept, changed, shared and dropped."""

from __future__ import annotations

from typing import TypedDict, Unpack
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from klientel.foundation.access import Actor
from klientel.foundation.lib import text
from klientel.services.accounts.models import StaffTeam
from klientel.services.journal.writing import writing
from klientel.services.saved_views import lists, policy
from klientel.services.saved_views.facts import ViewChanged, ViewDeleted, ViewSaved
from klientel.services.saved_views.models import SavedView, Share

MOST = 200  # of one person
LONGEST = 3_000  # signs of an address; servers take some more
NAME = 80  # signs
Values = dict[str, object]
Errors = dict[str, list[str]]
PASSING = ("cursor", "loaded", "view")  # no part of a view


class ViewFields(TypedDict, total=False):
    name: str
    page: str
    query: str
    share: str
    staff_team: int | None


def save_view(actor: Actor, *, table: str, **fields: Unpack[ViewFields]) -> SavedView:
    """Raises ValidationError, and PermissionDenied for sharing without the right to."""
    actor.require("saved_views.save")
    known = _require_list(actor, table)
    given: ViewFields = {"share": Share.PRIVATE, "query": "", "page": known.first, **fields}
    values = _checked(actor, known, given)
    if SavedView.objects.visible_to(actor).filter(owner=actor.user_id).count() >= MOST:
        raise ValidationError(_("At most %(count)s views.") % {"count": MOST})
    row = SavedView.make(owner_id=actor.user_id, table=table, **values)
    with writing(actor) as work:
        work.insert(row)
        work.record(ViewSaved(row.pk, row.name))
    return row


def change_view(actor: Actor, view: SavedView, **fields: Unpack[ViewFields]) -> SavedView:
    """What is not given stays. Raises ValidationError and PermissionDenied."""
    actor.require("saved_views.save")
    known = _require_list(actor, view.table)
    with writing(actor) as work:
        row = _locked(actor, view)
        given: ViewFields = {"share": row.share, "staff_team": row.staff_team_id, **fields}
        values = _checked(actor, known, given, before=row)
        if work.update((row, values)):
            work.record(ViewChanged(row.pk, row.name))
    return row


def delete_view(actor: Actor, view: SavedView) -> None:
    actor.require("saved_views.save")
    with writing(actor) as work:
        row = _locked(actor, view)
        work.delete(row)
        work.record(ViewDeleted(row.pk, row.name))


def _locked(actor: Actor, view: SavedView) -> SavedView:
    rows = SavedView.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.filter(pk=view.pk).first()
    if row is None or not policy.may_change(actor, row):
        raise PermissionDenied("saved_views.manage")
    return row


def _require_list(actor: Actor, table: str) -> lists.SavedList:
    known = lists.find(table)
    if known is None or actor.user_id is None:
        raise ValidationError({"table": [_("There is no such list.")]})
    actor.require(known.permission)
    return known


def _checked(
    actor: Actor, known: lists.SavedList, fields: ViewFields, *, before: SavedView | None = None
) -> Values:
    found: Values = {}
    errors: Errors = {}
    for values, wrong in (
        _name(fields, is_new=before is None),
        _place(known, fields),
        _sharing(actor, fields, before),
    ):
        found |= values
        errors |= wrong
    if errors:
        raise ValidationError(errors)
    return found


def _name(fields: ViewFields, *, is_new: bool) -> tuple[Values, Errors]:
    if "name" not in fields and not is_new:
        return {}, {}
    name = text.clean(fields.get("name", ""))
    if not name:
        return {}, {"name": [_("Enter a name.")]}
    if len(name) > NAME:
        return {}, {"name": [_("At most %(count)s characters.") % {"count": NAME}]}
    return {"name": name}, {}


def _place(known: lists.SavedList, fields: ViewFields) -> tuple[Values, Errors]:
    found: Values = {}
    errors: Errors = {}
    if "page" in fields:
        found["page"] = fields["page"]
        if fields["page"] not in known.pages:
            errors["page"] = [_("There is no such list.")]
    if "query" in fields:
        params = lasting(fields["query"])
        found["params"] = [list(pair) for pair in params]  # as JSON has them
        if len(urlencode(params)) > LONGEST:
            errors["query"] = [_("This is too much for a view. Remove some conditions.")]
    return found, errors


def _sharing(actor: Actor, fields: ViewFields, before: SavedView | None) -> tuple[Values, Errors]:
    """Who shares with whom; a team one is not in takes the right to look after all."""
    share, team = fields.get("share", ""), fields.get("staff_team")
    if share not in Share.values:
        return {}, {"share": [_("Choose who sees this view.")]}
    key = team if share == Share.TEAM else None
    if before is None or (share, key) != (before.share, before.staff_team_id):
        if share != Share.PRIVATE:
            actor.require("saved_views.share")
        if share == Share.TEAM and not teams_of(actor).filter(pk__in=[key or 0]).exists():
            return {}, {"staff_team": [_("Choose a team.")]}
    return {"share": share, "staff_team_id": key}, {}


def teams_of(actor: Actor) -> QuerySet[StaffTeam]:
    """With which views can be shared."""
    found = StaffTeam.objects.active()
    return found if actor.may("saved_views.manage") else found.filter(members=actor.user_id)


def lasting(query: str) -> list[tuple[str, str]]:
    """The part of an address that a view keeps."""
    return [pair for pair in parse_qsl(query) if pair[0] not in PASSING]
