"""The shape every domain row shares: version, times, the mark of deletion, and who may write it."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.db import models
from django.db.models.base import ModelState

from klientel.foundation.access import VisibleQuerySet

from . import guard

R_co = TypeVar("R_co", bound="Row", covariant=True)


class RowQuerySet(VisibleQuerySet[R_co]):
    """Reads like any queryset; writes only while a unit of work is open."""

    def update(self, **values: Any) -> int:
        guard.check(self.model.__name__)
        return super().update(**values)

    def create(self, **values: Any) -> NoReturn:
        raise guard.WrittenOutside(f"{self.model.__name__} is inserted by work.insert only")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise guard.WrittenOutside(f"{self.model.__name__} is inserted by work.insert only")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise guard.WrittenOutside(f"{self.model.__name__} is changed by work.update only")

    def delete(self) -> NoReturn:
        raise guard.WrittenOutside(f"{self.model.__name__} is deleted by work.delete only")


class Row(models.Model):
    """`version` rises with every change; deleting marks, so that it can be taken back."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_batch = models.CharField(max_length=36, blank=True, editable=False)

    DERIVED: ClassVar[tuple[str, ...]] = ()  # columns that `derive` fills from the others
    ROOTS: ClassVar[tuple[str, ...]] = ()  # foreign keys to the row whose version a change raises

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise guard.WrittenOutside(f"{type(self).__name__} is written by actions only")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise guard.WrittenOutside(f"{type(self).__name__} is deleted by actions only")

    @classmethod
    def make(cls, **columns: Any) -> Self:
        """As the constructor, given columns, at a tenth of its cost: imports make thousands."""
        row = cls.__new__(cls)
        row._state = ModelState()
        row.__dict__.update(_defaults(cls))
        row.__dict__.update(columns)
        return row

    def derive(self) -> None:
        """Fill the columns named in DERIVED. Called before every insert and update."""


@cache
def _defaults(model: type[Row]) -> dict[str, Any]:
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def column(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    """The model's own column of that name."""
    found = model._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise TypeError(f"{name} is no column of {model.__name__}")
    return found


def label(model: type[models.Model]) -> str:
    """The name under which a model is stored in the journal: `customers.customer`."""
    return model._meta.label_lower
