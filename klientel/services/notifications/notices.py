"""What ended in the background, said once to whoever began it: on the next page they open.

It stands in the row of the person, which every request reads anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.http import HttpRequest

from klientel.foundation.lib import sentences
from klientel.foundation.ui.toasts import Notice
from klientel.services.accounts.models import User

MOST: Final = 5  # of several that ended meanwhile the last ones


def tell(user_id: int | None, sentence: str, url: str) -> None:
    """A later word on the same thing takes the place of the one before."""
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=user_id or 0).first()
        if user is not None:
            left = [each for each in user.notices if each[1] != url]
            _keep(user, [*left, [sentences.kept(sentence), url]][-MOST:])


def on_page(request: HttpRequest) -> list[Notice]:
    """Those that are due, once; what leads to this very page needs no message."""
    user = request.user
    if not isinstance(user, User) or not user.notices:
        return []
    with transaction.atomic():
        fresh = User.objects.select_for_update().get(pk=user.pk)
        _keep(fresh, [])
    return [
        Notice(text=sentences.say(text), href=url)
        for text, url in fresh.notices
        if url != request.path
    ]


def _keep(user: User, notices: Sequence[object]) -> None:
    User.objects.filter(pk=user.pk).update(notices=notices)
