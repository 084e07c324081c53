"""The fixed lists: what a field can hold, and how far its index is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from babel.numbers import get_currency_precision, list_currencies
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGES: Final = ("de", "fr", "en")


class Type(models.TextChoices):
    TEXT = "text", pgettext_lazy("custom field", "Text")
    NUMBER = "number", pgettext_lazy("custom field", "Number")
    MONEY = "money", _("Amount of money")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    CHOICES = "choices", _("Several choices")
    YES_NO = "yes_no", _("Yes or no")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone number")
    URL = "url", _("Web address")


class IndexState(models.TextChoices):
    """Of a field that is marked; empty for the others."""

    WAITING = "waiting", _("Index is being built")
    READY = "ready", _("Indexed")
    FAILED = "failed", _("The index could not be built")


ICONS: Final[Mapping[str, str]] = {
    Type.TEXT: "type",
    Type.NUMBER: "hash",
    Type.MONEY: "banknote",
    Type.DATE: "calendar",
    Type.CHOICE: "circle-dot",
    Type.CHOICES: "list-checks",
    Type.YES_NO: "toggle-right",
    Type.EMAIL: "mail",
    Type.PHONE: "phone",
    Type.URL: "globe",
}
LISTED: Final = (Type.CHOICE, Type.CHOICES)
WORDS: Final = (Type.TEXT, Type.EMAIL, Type.PHONE, Type.URL)  # found by the search
NUMBERS: Final = (Type.NUMBER, Type.MONEY)
CURRENCIES: Final = frozenset(list_currencies())
COMMON: Final = ("EUR", "CHF", "GBP", "USD", "PLN", "CZK", "DKK", "SEK", "NOK")


def decimals_of(currency: str) -> int:
    return min(get_currency_precision(currency), 4)
