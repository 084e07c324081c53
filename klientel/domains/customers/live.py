"""The rows that the indexes of the lists hold. They lead; who may see a row is asked besides."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from .category import LIVE
from .models import Contact, Customer


def customers() -> QuerySet[Customer]:
    return Customer.objects.filter(LIVE)


def contacts() -> QuerySet[Contact]:
    return Contact.objects.filter(LIVE)


def of(model: type[Model]) -> QuerySet[Any]:
    return customers() if model is Customer else contacts()
