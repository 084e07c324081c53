"""Who is acting, what may be seen, and what an entry point asks of its caller."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, Self, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

Kind = Literal["staff", "token", "system", "nobody"]
Origin = Literal["web", "api", "import", "cli", "task", "demo", "undo"]
Scope = Literal["all", "mine"]


@dataclass(frozen=True)
class Actor:
    """A plain value, built once per request, token, task or import run by `services.accounts`."""

    kind: Kind
    user_id: int | None = None
    label: str = ""  # the person's name, kept in the journal beside the id
    permissions: frozenset[str] = frozenset()
    origin: Origin = "web"
    batch: str = ""  # ties everything one act did together; empty: each `writing` makes its own
    time_zone: str = ""  # in which a day begins for this person; empty: the installation's
    language: str = ""  # of this person's profile; empty: the request decides
    scope: Scope = "all"  # of the customers; `mine`: those in this person's care
    teams: frozenset[int] = frozenset()  # of staff, that this person is in; asked for `mine` alone
    # What was found out once and holds as long as this value is used; never what decides a right.
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def may(self, permission: str) -> bool:
        return self.kind == "system" or permission in self.permissions

    def require(self, permission: str) -> None:
        if not self.may(permission):
            raise PermissionDenied(permission)

    def via(self, origin: Origin, batch: str = "") -> Actor:
        """The same person by another way in, or within one batch."""
        return replace(self, origin=origin, batch=batch)


NOBODY = Actor("nobody")
SYSTEM = Actor("system", label="Klientel", origin="task")


@dataclass(frozen=True)
class Allowed:
    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """Why not, in a sentence for the reader; the page greys the button with it."""

    reason: str

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Denied


def demand(decision: Decision) -> None:
    """Raises PermissionDenied with the reason."""
    if isinstance(decision, Denied):
        raise PermissionDenied(decision.reason)


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class VisibleQuerySet(models.QuerySet[M_co]):
    """Base of every domain queryset. The rule itself stands above the model it guards."""

    def visible_to(self, actor: Actor, *, deleted: bool = False) -> Self:
        """Live rows this actor may see; with `deleted`, the rows in the bin instead."""
        raise NotImplementedError(f"{self.model.__name__} has no visibility rule")


class Request(HttpRequest):
    """A request as views receive it: the middleware has put the actor there."""

    actor: Actor


P = ParamSpec("P")
R = TypeVar("R")
Req = TypeVar("Req", bound=HttpRequest)
PUBLIC = "public"  # declared by the few pages that nobody needs a permission for
SIGNED_IN = "signed-in"  # what every person who signed in may do, as their own profile


def requires(
    permission: str,
) -> Callable[[Callable[Concatenate[Req, P], R]], Callable[Concatenate[Req, P], R]]:
    """Say what a view asks of its visitor; the matrix test reads it back from the URLs."""

    def wrap(view: Callable[Concatenate[Req, P], R]) -> Callable[Concatenate[Req, P], R]:
        @wraps(view)
        def inner(request: Req, *args: P.args, **kwargs: P.kwargs) -> R:
            actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
            if permission == SIGNED_IN:
                if actor.user_id is None:
                    raise SignInFirst(permission)
            elif permission != PUBLIC and not actor.may(permission):
                raise (
                    SignInFirst(permission)
                    if actor.kind == "nobody"
                    else PermissionDenied(permission)
                )
            return view(request, *args, **kwargs)

        marked: Any = inner
        marked.required_permission = permission
        return cast("Callable[Concatenate[Req, P], R]", inner)

    return wrap


class SignInFirst(PermissionDenied):
    """Nobody has signed in; pages lead to the sign-in, the API answers 401."""
