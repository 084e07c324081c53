"""Rows that are kept as they are while others point to them."""

from __future__ import annotations

import pytest
from django.db import transaction

from klientel.foundation.db import locks
from klientel.services.accounts.models import User

pytestmark = pytest.mark.django_db


def test_of_no_keys_nothing_is_kept() -> None:
    user = User.objects.create(email="anna@klientel.example", name="Anna", role="admin")
    with transaction.atomic():
        assert locks.kept(User.objects.filter(pk__in=[])) == []
        assert locks.kept(User.objects.filter(pk__in=[user.pk])) == [user]
