"""Pictures chosen in a form that is not saved yet: drawn, and kept as contents no row names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from django.core import signing

from klientel.foundation.access import Actor

from . import names, pictures, store

SALT = "klientel.files.waiting"


@dataclass(frozen=True)
class Drawn:
    """A picture as it is stored, and what its file was called."""

    digest: str
    size: int
    name: str


def draw(file: BinaryIO, name: str) -> Drawn:
    """Raises ValidationError with one sentence."""
    drawn = pictures.square(file)
    return Drawn(store.keep(drawn), drawn.getbuffer().nbytes, names.cleaned(name))


def ticket(actor: Actor, drawn: Drawn) -> str:
    """What a form carries instead of the file; of use to this person only."""
    return signing.dumps([actor.user_id, drawn.digest, drawn.size, drawn.name], salt=SALT)


def claimed(actor: Actor, ticket: str) -> Drawn | None:
    """None for somebody else's, and once the content has been swept."""
    try:
        owner, digest, size, name = signing.loads(ticket, salt=SALT)
    except signing.BadSignature:
        return None
    is_there = owner == actor.user_id and store.touch(digest)
    return Drawn(digest, size, name) if is_there else None
