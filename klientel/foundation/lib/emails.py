"""E-mail addresses: well-formed or not. Whether somebody reads them is not asked of the network."""

from __future__ import annotations

import re
from typing import Final

import email_validator

from .refusals import Refused

# Demo companies and tests live under .example and .test; nothing is sent to ask about them.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@((?:{_LABEL}\.)+[A-Za-z]{{2,63}})")
_LOCAL_MAX, _MAX = 64, 254


def check(text: str) -> str:
    """The address with its domain in lower case; the part before the @ stays as typed."""
    text = text.strip()
    if len(text) > _MAX:
        raise Refused("email_too_long")
    if (match := _PLAIN.fullmatch(text)) and "xn--" not in text and "--" not in match[1]:
        local, _, domain = text.rpartition("@")
        if len(local) <= _LOCAL_MAX:
            return f"{local}@{domain.lower()}"
    try:
        checked = email_validator.validate_email(text, check_deliverability=False, strict=True)
    except email_validator.EmailNotValidError as error:
        raise Refused("email") from error
    return checked.normalized


def key(text: str) -> str:
    """For comparing: providers that tell `Anna@` from `anna@` are not known to exist."""
    return text.strip().casefold()
