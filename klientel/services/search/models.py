"""The search document of each thing that can be found: its folded words in one text.

Not a domain row: it can be rebuilt at any time. `index` is its only writer.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final
from zlib import crc32

from django.db import models

from klientel.foundation.db.fields import BytewiseCharField

KINDS: Final = 1024  # a power of two; two kinds with the same number refuse each other's rows


class Document(models.Model):
    """Beside the table stands an index of the text that Django does not know (`backends`).

    The key is made of the kind and the object's own key, so that what the index finds says which
    object it is without a look at this table.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=50)
    customer_id = models.BigIntegerField(null=True)  # whose it is, for rules of visibility
    text = models.TextField()
    # Of the name that lists sort by; only where the engine has an index of it.
    begins = BytewiseCharField(max_length=24, null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def object_id(self) -> int:
        return self.pk // KINDS


BEGINNING: Final = 24  # signs


@cache
def number(kind: str) -> int:
    return crc32(kind.encode()) % KINDS


def keys(kind: str, object_ids: Iterable[int]) -> list[int]:
    own = number(kind)
    return [object_id * KINDS + own for object_id in object_ids]
