"""The board of customers: a stack for each segment."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from klientel.domains.customers import tables
from klientel.domains.customers.board import Board
from klientel.foundation.access import Request, requires

from .lists import answer, ways


@require_safe
@requires("customers.view")
def customer_board(request: Request) -> HttpResponse:
    board = Board(request.actor, tables.CUSTOMERS, request.GET)
    context = {"listing": board, "may_move": request.actor.may("customers.change")}
    return answer(request, "customers/board.html", context | ways(request, "customers"))
