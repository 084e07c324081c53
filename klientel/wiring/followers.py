"""What goes along when a customer or a contact is merged into another, in the order it is told."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Q
from django.utils.translation import ngettext_lazy

from klientel.domains.customers import followers
from klientel.domains.customers.actions.uniting import relations
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.followers import Follower, Staying, United
from klientel.foundation.db.rows import Row
from klientel.services.files.models import Purpose, StoredFile


def _files(_winner: Row, own: Sequence[Row], coming: Sequence[Row]) -> United:
    """A record has one picture: the winner's, or else the first that comes."""
    found = United()
    is_taken = any(_is_picture(row) for row in own)
    for row in coming:
        if not _is_picture(row):
            found.moved.append((row, {}))
        elif is_taken:
            found.behind.append(row)
        else:
            is_taken = True
            found.moved.append((row, {}))
    return found


def _is_picture(row: Row) -> bool:
    is_one = isinstance(row, StoredFile) and row.purpose == Purpose.PICTURE
    return is_one and row.deleted_at is None


FILES: Final = ngettext_lazy("%(count)s file or picture", "%(count)s files and pictures", "count")
DECLARED: Final[Sequence[Follower | Staying]] = (
    *relations.DECLARED,
    *(
        Follower(of, StoredFile, "subject_id", FILES, only=Q(subject=of), unite=_files)
        for of in (CUSTOMER, CONTACT)
    ),
)


def connect() -> None:
    followers.register(*DECLARED)
