"""The form of the first visit."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.services.accounts.choices import Language


class FirstAdminForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a few words make a good password."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language)
    demo = forms.BooleanField(
        label=_("Fill with demo data"),
        required=False,
        help_text=_("A made-up company to look around in; better not for real work."),
    )


class CodeForm(FirstAdminForm):
    """For whoever comes from elsewhere."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("It stands in the terminal in which Klientel was started."),
    )
    field_order = ("code", "name", "email", "password", "language", "demo")
