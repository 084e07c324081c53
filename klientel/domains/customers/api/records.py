"""What the operations on one customer and on one contact have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from klientel.domains.customers.errors import Conflict
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor, Request
from klientel.foundation.rest import conditions
from klientel.foundation.rest.schemas import Input

from . import conflicts

R = TypeVar("R", Customer, Contact)


@dataclass(frozen=True)
class Records(Generic[R]):
    """One kind of them: how a row is shown, and the actions that write it."""

    model: type[R]
    show: Callable[[Actor, Sequence[R]], list[dict[str, Any]]]
    write: Callable[..., R]
    remove: Callable[..., object]
    bring_back: Callable[..., object]
    address: str  # the operation that reads one

    def get(self, request: Request, key: int, *, deleted: bool = False) -> R:
        found = self.model.objects.visible_to(request.actor, deleted=deleted)
        return get_object_or_404(found, pk=key)

    def answer(
        self, request: Request, response: HttpResponse, key: int
    ) -> dict[str, Any] | HttpResponse:
        """Whoever gave a record out of their hands has written it, and sees no more of it."""
        row = self.model.objects.visible_to(request.actor).filter(pk=key).first()
        return HttpResponse(status=204) if row is None else self._shown(request, response, row)

    def created(
        self, request: Request, response: HttpResponse, key: int
    ) -> dict[str, Any] | HttpResponse:
        response["Location"] = reverse(self.address, args=[key])
        return self.answer(request, response, key)

    def read(self, request: Request, response: HttpResponse, key: int) -> Any:
        row = self.get(request, key)
        if conditions.is_known(request, row):
            return conditions.not_modified(row)
        return self._shown(request, response, row)

    def change(
        self, request: Request, response: HttpResponse, key: int, *, data: Input, **how: Any
    ) -> dict[str, Any] | HttpResponse:
        row = self.get(request, key)
        given = {"version": conditions.wanted_version(request, row), **how}
        try:
            self.write(request.actor, row, **given, **data.model_dump(exclude_unset=True))
        except Conflict as conflict:
            raise conflicts.problem(conflict) from conflict
        return self.answer(request, response, key)

    def delete(self, request: Request, key: int, **how: Any) -> None:
        row = self.get(request, key)
        conditions.require_present(request, row)
        self.remove(request.actor, [row], **how)

    def restore(
        self, request: Request, response: HttpResponse, key: int, **how: Any
    ) -> dict[str, Any] | HttpResponse:
        """One that is there stays as it is."""
        if not self.model.objects.visible_to(request.actor).filter(pk=key).exists():
            self.bring_back(request.actor, [self.get(request, key, deleted=True)], **how)
        return self.answer(request, response, key)

    def _shown(self, request: Request, response: HttpResponse, row: R) -> dict[str, Any]:
        response["ETag"] = conditions.tag(row)
        [out] = self.show(request.actor, [row])
        return out
