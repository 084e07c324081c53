"""`staff-teams`: list, read, create, change, dissolve, restore."""

# Annotations are read at run time by ninja, so they are not postponed here.
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import ConfigDict, Field

from klientel.foundation.access import Request, requires
from klientel.foundation.db.keyset import Order, page
from klientel.foundation.rest import paging
from klientel.foundation.rest import schemas as rest

from . import teams
from .models import StaffTeam, User, normal_email

router = Router(tags=["staff-teams"])
BY_NAME = Order("name")
EMAILS = "E-mail addresses of active users; who is in the team already may be disabled."


class TeamPatch(rest.Input):
    """What is not given stays; members are given as a whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Nordsee"}]})
    name: str = rest.text(teams.NAME_LENGTH)
    members: list[str] = rest.several(rest.MOST, EMAILS)


class TeamIn(rest.Input):
    """Colleagues who look after the same customers."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Nordsee", "members": []}]})
    name: str = rest.text(teams.NAME_LENGTH, required=True)
    members: list[str] = rest.several(rest.MOST, EMAILS)


class TeamOut(rest.Output):
    id: int
    name: str
    members: list[str] = Field(description="E-mail addresses, those of disabled users too.")
    active: bool = Field(description="Whether it is not dissolved.")


class TeamPage(rest.PageOut[TeamOut]):
    pass


class TeamQuery(rest.PageQuery):
    active: bool | None = Field(default=None, description="Only these, or only dissolved ones.")


@router.get("", response=TeamPage, summary="List teams")
@requires("accounts.manage_users")
def staff_team_list(request: Request, query: Query[TeamQuery]) -> Any:
    """By name, dissolved ones among them."""
    found = StaffTeam.objects.prefetch_related("members")
    if query.active is not None:
        found = found.filter(is_active=query.active)
    cut = page(found, BY_NAME, size=query.limit, cursor=query.cursor)
    return paging.page_out(cut, [_out(team) for team in cut.items])


@router.post("", response={201: TeamOut}, summary="Create a team")
@requires("accounts.manage_users")
def staff_team_create(request: Request, response: HttpResponse, data: TeamIn) -> Any:
    """A name that an active team has already, in whatever letters, is refused."""
    made = teams.create_team(request.actor, name=data.name, members=_keys(data.members))
    response["Location"] = reverse("api:staff_team_read", args=[made.pk])
    return _out(made)


@router.get("/{int:team_id}", response=TeamOut, summary="Read a team")
@requires("accounts.manage_users")
def staff_team_read(request: Request, team_id: int) -> Any:
    return _out(_get(team_id))


@router.patch("/{int:team_id}", response=TeamOut, summary="Change a team")
@requires("accounts.manage_users")
def staff_team_change(request: Request, team_id: int, data: TeamPatch) -> Any:
    """Whoever leaves loses sight of its customers with the next request."""
    row, given = _get(team_id), data.model_fields_set
    name = data.name if "name" in given else None
    members = _keys(data.members) if "members" in given else None
    return _out(teams.change_team(request.actor, row, name=name, members=members))


@router.delete("/{int:team_id}", response={204: None}, summary="Dissolve a team")
@requires("accounts.manage_users")
def staff_team_dissolve(request: Request, team_id: int) -> Any:
    """It stays readable, lets nobody see anything, and can be restored."""
    teams.dissolve_team(request.actor, _get(team_id))


@router.post("/{int:team_id}/restore", response=TeamOut, summary="Restore a dissolved team")
@requires("accounts.manage_users")
def staff_team_restore(request: Request, team_id: int) -> Any:
    """With the members it had; its name must be free."""
    return _out(teams.restore_team(request.actor, _get(team_id)))


def _get(key: int) -> StaffTeam:
    return get_object_or_404(StaffTeam, pk=key)


def _keys(emails: Sequence[str]) -> list[int]:
    normal = [normal_email(email) for email in emails]
    known = dict(User.objects.filter(email__in=normal).values_list("email", "pk"))
    unknown = {
        f"members.{place}": [_("There is no user with this address.")]
        for place, email in enumerate(normal)
        if email not in known
    }
    if unknown:
        raise ValidationError(unknown)
    return [known[email] for email in normal]


def _out(team: StaffTeam) -> dict[str, Any]:
    return {
        "id": team.pk,
        "name": team.name,
        "members": sorted(member.email for member in team.members.all()),
        "active": team.is_active,
    }
