"""Custom values of records, as callers send and get them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.foundation.lib.sentences import gettext as _
from klientel.services.customfields import reading, values
from klientel.services.customfields.choices import Type


def shown(kind: str, held: Mapping[str, Any]) -> dict[str, Any]:
    """Without what belongs to fields that were removed."""
    known = reading.fields(kind).live if held else {}
    return {key: value for key, value in held.items() if key in known}


def several(kind: str, given: Mapping[str, list[str]], *, within: str) -> dict[str, Any]:
    """Choices to add to records or to remove: raises ValidationError for other fields."""
    fields = reading.fields(kind)
    cleaned, errors = values.clean(fields, given, country="")
    for key in cleaned:
        if fields.live[key].type != Type.CHOICES:
            errors[key] = [_("Only fields of several choices are added to and removed from.")]
    _raise({f"{within}.custom.{key}": sentences for key, sentences in errors.items()})
    return {key: value for key, value in cleaned.items() if value}


def require_of_customer(given: Mapping[str, Any]) -> None:
    """Of a new one, with its contacts: raises ValidationError for what has to be given."""
    missing = _missing(CUSTOMER, given, "")
    for place, contact in enumerate(given.get("contacts") or ()):
        missing |= _missing(CONTACT, contact, f"contacts.{place}.")
    _raise(missing)


def require_of_contact(given: Mapping[str, Any]) -> None:
    _raise(_missing(CONTACT, given, ""))


def _missing(kind: str, given: Mapping[str, Any], path: str) -> dict[str, list[str]]:
    found = values.refuse_missing(reading.fields(kind), given.get("custom") or {})
    return {f"{path}custom.{key}": sentences for key, sentences in found.items()}


def _raise(missing: dict[str, list[str]]) -> None:
    if missing:
        raise ValidationError(missing)
