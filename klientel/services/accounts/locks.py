"""What is decided by looking at several people at once is decided by one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from .models import Company


@contextmanager
def people_locked() -> Iterator[None]:
    """Whoever counts the admins, or compares names of teams, sees what the one before left."""
    with transaction.atomic():
        Company.objects.get_or_create(pk=Company.objects.ID)
        Company.objects.select_for_update().get(pk=Company.objects.ID)
        yield
