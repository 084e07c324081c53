"""The board: a stack of cards for each segment."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from klientel.domains.customers.actions.customers import create_customer, create_customers
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor

from .pages import text_of

pytestmark = pytest.mark.django_db


def stacks(response: Any) -> dict[str, tuple[str, list[str], str]]:
    found = response.context["listing"].stacks
    return {
        stack.code: (stack.counted, [line.name for line in stack.lines], stack.rest)
        for stack in found
    }


def test_customers_stand_under_their_segment(client: Client, anna: Actor) -> None:
    rows = [NewCustomer(name=f"Verleih {n:02}", segment="rental") for n in range(23)]
    create_customers(anna, rows)
    create_customer(anna, name="Bau", segment="contractor", contacts=[{"last_name": "Favre"}])
    page = client.get("/customers/board")
    found = stacks(page)
    assert next(iter(found)) == "contractor"
    assert len(found) == 7
    assert found["contractor"] == ("1", ["Bau"], "")
    count, names, rest = found["rental"]
    assert (count, names[0], len(names), rest) == ("23", "Verleih 00", 20, "3")
    assert "/customers?segment=rental" in page.content.decode()


def test_what_narrows_the_list_narrows_the_board(client: Client, anna: Actor) -> None:
    for name, segment in (("Alt", "rental"), ("Neu", "rental"), ("Neubau", "dealer")):
        create_customer(anna, name=name, segment=segment)
    where = '[["name","has","neu"]]'
    found = stacks(client.get("/customers/board", {"where": where}))
    assert (found["rental"][1], found["dealer"][1]) == (["Neu"], ["Neubau"])
    assert list(stacks(client.get("/customers/board?segment=dealer"))) == ["dealer"]
    assert "Keine Treffer" in text_of(client.get("/customers/board?q=nirgends"))


def test_a_card_is_moved_and_taken_back(client: Client, anna: Actor) -> None:
    row = create_customer(anna, name="Alt", segment="rental")
    data = {"chosen": str(row.pk), "segment": "dealer", "next": "/customers/board?q=a"}
    answer = client.post("/customers/chosen/segment", data)
    assert answer["Location"] == "/customers/board?q=a"
    assert Customer.objects.visible_to(SYSTEM).get().segment == "dealer"


def test_an_empty_board_says_what_would_stand_there(client: Client, anna: Actor) -> None:
    page = text_of(client.get("/customers/board"))
    assert "Noch keine Kunden" in page
    assert "Eine Datei, mit Vorschau" in page, "as the table does"
    assert 'id="filters"' not in page
    create_customer(anna, name="Alt")
    narrowed = text_of(client.get("/customers/board?q=nichts"))
    assert 'id="filters"' in narrowed
    assert "Noch keine Kunden" not in narrowed


def test_who_may_not_change_gets_cards_without_handles(
    client: Client, people: Any, anna: Actor
) -> None:
    create_customer(anna, name="Alt")
    page = client.get("/customers/board").content.decode()
    assert "dragstart" in page
    assert 'draggable="true"' in page
    client.force_login(people("read_only"))
    page = client.get("/customers/board").content.decode()
    assert "Alt" in page
    assert "dragstart" not in page
    assert 'draggable="true"' not in page
    assert "chosen/segment" not in page


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("/customers", "list"),
        ("/customers/board", "board"),
        ("/customers/organisations", "tree"),
        ("/contacts/organisations", "people"),
        ("/contacts", "list"),
    ],
)
def test_more_filters_are_in_reach_on_a_phone_too(
    client: Client, anna: Actor, path: str, at: str
) -> None:
    """Beside the filters there is no room: they stand among them, and lead back to the view."""
    create_customer(anna, name="Lahn", contacts=[{"last_name": "Favre"}])
    page = client.get(path).content.decode()
    panel = page.partition('id="filters"')[2].partition("</details>")[0]
    assert "Weitere Filter" in panel
    assert f'at={at}"' in panel
