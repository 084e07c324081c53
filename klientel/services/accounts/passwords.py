"""What makes a password acceptable: its length, not being common, not being one's own words."""

from __future__ import annotations

import re
from itertools import chain

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import Company, User

PRODUCT = "klientel"
MEANINGFUL = 3  # shorter words occur in any password by chance
REMAINDER = 8  # what must be left once the own words are taken away


class Length:
    """Long passwords of any characters; the upper limit only spares the hash function."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < self.low:
            raise ValidationError(
                _("Use at least %(count)s characters.") % {"count": self.low}, "too_short"
            )
        if len(password) > self.high:
            raise ValidationError(
                _("Use at most %(count)s characters.") % {"count": self.high}, "too_long"
            )

    def get_help_text(self) -> str:
        return _("At least %(count)s characters; a few words make a good password.") % {
            "count": self.low
        }


class Common(password_validation.CommonPasswordValidator):
    """Django's list of passwords that are tried first, with our sentence."""

    def get_error_message(self) -> str:
        return _("This password is on the list of those that are tried first.")

    def get_help_text(self) -> str:
        return ""


class OwnWords:
    """Refuses what anybody would guess who knows the person, the company or the product."""

    def validate(self, password: str, user: User | None = None) -> None:
        rest = password.casefold()
        for word in sorted(own_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != password.casefold() and len(rest) < REMAINDER:
            raise ValidationError(
                _("This password is mostly the name of a person, of the company or of Klientel."),
                "own_words",
            )

    def get_help_text(self) -> str:
        return ""


def own_words(user: User | None) -> set[str]:
    texts = [PRODUCT, Company.objects.current().name]
    if user is not None:
        texts += [user.name, user.email]
    words = chain.from_iterable(re.findall(r"\w+", text.casefold()) for text in texts)
    return {word for word in words if len(word) >= MEANINGFUL}
