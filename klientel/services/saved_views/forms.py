"""What somebody says about a view: its name, and who sees it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.foundation.access import Actor
from klientel.foundation.lib.digits import whole

from .actions.saving import ViewFields, teams_of
from .models import SavedView, Share

TEAM = "team:"  # before the key of a team


class ViewForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "aria-required": "true"}),
    )
    share = forms.ChoiceField(label=_("Who sees this view"))

    def __init__(self, data: Any, *, actor: Actor, view: SavedView | None = None) -> None:
        initial = {"share": Share.PRIVATE.value}
        if view is not None:
            initial = {"name": view.name, "share": _shared(view)}
        super().__init__(data, initial=initial, use_required_attribute=False)
        field = self.fields["share"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _choices(actor, initial["share"], view)

    def values(self) -> ViewFields:
        share = self.cleaned_data.get("share", "")
        team = whole(share.removeprefix(TEAM)) if share.startswith(TEAM) else None
        return {
            "name": self.cleaned_data.get("name", ""),
            "share": Share.TEAM.value if team is not None else share,
            "staff_team": team,
        }


def _shared(view: SavedView) -> str:
    return f"{TEAM}{view.staff_team_id}" if view.share == Share.TEAM else view.share


def _choices(actor: Actor, present: str, view: SavedView | None) -> list[tuple[str, Any]]:
    """What it is now stays possible, also for who may not share anew."""
    found: dict[str, Any] = {Share.PRIVATE.value: Share.PRIVATE.label}
    if actor.may("saved_views.share"):
        for team in teams_of(actor):
            found[f"{TEAM}{team.pk}"] = _("Team %(name)s") % {"name": team.name}
        found[Share.ALL.value] = Share.ALL.label
    if present not in found and view is not None:
        team_name = view.staff_team.name if view.staff_team else ""
        label = _("Team %(name)s") % {"name": team_name} if team_name else Share.ALL.label
        found[present] = label
    return list(found.items())
