"""The forms of the settings. They collect and name; the actions check and write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from klientel.foundation.ui.picking import PickField, offer
from klientel.services.accounts import actors
from klientel.services.accounts.choices import Language, Role, Sight, Theme
from klientel.services.accounts.models import StaffTeam, User

from . import choices

T = TypeVar("T")


def submit(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Run an action with a valid form; what the action refuses stands beside the fields."""
    if not form.is_valid():
        return None
    try:
        return act()
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _as_browser() -> choices.Choices:
    return choices.languages(gettext("As the browser"))


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_as_browser, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=choices.time_zones, required=False)
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme, required=False)


class PersonForm(forms.Form):
    """Of a new person, or of one there is; the teams only where there are any."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.USER)
    language = forms.ChoiceField(label=_("Language"), choices=_as_browser, required=False)
    teams = PickField(label=_("Teams"))

    def __init__(self, data: Any, *, person: User | None = None) -> None:
        super().__init__(data, initial=self._of(person) if person else None)
        if not offer(self, "teams", choices.teams(person)):
            del self.fields["teams"]

    def _of(self, person: User) -> dict[str, Any]:
        fields = ("name", "email", "role", "language")
        teams = person.staff_teams.active().values_list("pk", flat=True)
        return {**{name: getattr(person, name) for name in fields}, "teams": list(teams)}


class TeamForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    members = PickField(label=_("Members"))

    def __init__(self, data: Any, *, team: StaffTeam | None = None) -> None:
        members = list(team.members.all()) if team else []
        initial = {"name": team.name, "members": [each.pk for each in members]} if team else None
        super().__init__(data, initial=initial)
        offer(self, "members", choices.members(members))


class SightForm(forms.Form):
    """For each role but the admin's which customers it sees."""

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial=actors.sights())
        for role, label in Role.choices:
            if role != Role.ADMIN:
                self.fields[role] = forms.ChoiceField(
                    label=label, choices=Sight, widget=forms.RadioSelect
                )


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("Company name"), max_length=200)
    street = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=choices.offered_countries)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    language = forms.ChoiceField(
        label=_("Default language"),
        choices=Language,
        help_text=_("For mails to people whose profile names no language."),
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What the token is for"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    read_only = forms.BooleanField(label=_("May only read"), required=False)


class PasswordForm(forms.Form):
    current_password = forms.CharField(
        label=_("Current password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a few words make a good password."),
    )


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
