"""Categories have an order of their own, and every list of choices keeps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from klientel.domains.customers.actions import categories, customers, ordering
from klientel.domains.customers.category import Category
from klientel.domains.customers.filters import CustomerFilters
from klientel.domains.customers.forms.categories import NewCategoryForm
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal import queries as journal
from klientel.services.journal.undo import undo_batch
from tests.api import caller, content, fields

from .pages import text_of

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


@pytest.fixture(autouse=True)
def rows(anna: Actor) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        owner = categories.add_category(anna, name)
        for part in ("eins", "zwei"):
            categories.add_category(anna, f"{name} {part}", owner)


def row(name: str) -> Category:
    return Category.objects.get(name=name, deleted_at=None)


def tops(actor: Actor) -> list[str]:
    live = Category.objects.visible_to(actor).filter(parent=None)
    return list(live.in_order().values_list("name", flat=True))


def parts(actor: Actor, owner: str) -> list[str]:
    live = Category.objects.visible_to(actor).filter(parent__name=owner)
    return list(live.in_order().values_list("name", flat=True))


def test_it_begins_by_name_and_one_goes_up_or_down(anna: Actor) -> None:
    assert tops(anna) == ["Alpha", "Beta", "Gamma"]
    ordering.shift_category(anna, row("Gamma"), -1)
    assert tops(anna) == ["Alpha", "Gamma", "Beta"]
    ordering.shift_category(anna, row("Alpha"), 1)
    assert tops(anna) == ["Gamma", "Alpha", "Beta"]
    ordering.place_category(anna, row("Beta"), 1)
    assert tops(anna) == ["Beta", "Gamma", "Alpha"]
    assert parts(anna, "Beta") == ["Beta eins", "Beta zwei"]


def test_the_sub_categories_of_each_are_a_list_of_their_own(anna: Actor) -> None:
    ordering.shift_category(anna, row("Beta zwei"), -1)
    assert parts(anna, "Beta") == ["Beta zwei", "Beta eins"]
    assert parts(anna, "Alpha") == ["Alpha eins", "Alpha zwei"]
    assert tops(anna) == ["Alpha", "Beta", "Gamma"]


def test_new_and_moved_ones_come_last(anna: Actor) -> None:
    ordering.shift_category(anna, row("Gamma"), -2)
    categories.add_category(anna, "Aal")
    customers.create_customer(anna, name="Huber", category="Aar")
    assert tops(anna) == ["Gamma", "Alpha", "Beta", "Aal", "Aar"]
    ordering.shift_category(anna, row("Alpha zwei"), -1)
    ordering.shift_category(anna, row("Beta zwei"), -1)
    categories.move_category(anna, row("Beta zwei"), row("Alpha"))
    assert parts(anna, "Alpha") == ["Alpha zwei", "Alpha eins", "Beta zwei"]


def test_at_the_end_nothing_happens_and_nothing_is_written_down(anna: Actor) -> None:
    ordering.shift_category(anna, row("Alpha"), -1)
    ordering.place_category(anna, row("Gamma"), 99)
    assert tops(anna) == ["Alpha", "Beta", "Gamma"]
    assert len(journal.timeline(anna, ("customers.category", row("Alpha").pk), limit=9)) == 1


def test_it_stands_in_the_history_and_is_taken_back(anna: Actor) -> None:
    actor = anna.via("web", batch="moved")
    ordering.shift_category(actor, row("Gamma"), -2)
    [item] = journal.timeline(anna, ("customers.category", row("Gamma").pk), limit=1)
    assert item.text == "Kategorie Gamma von Platz 3 auf 1 verschoben"
    assert undo_batch(anna, "moved").refused == []
    assert tops(anna) == ["Alpha", "Beta", "Gamma"]


def test_one_that_is_gone_or_of_somebody_who_may_not_is_refused(
    anna: Actor, as_role: Callable[[str], Actor]
) -> None:
    gone = row("Gamma")
    with pytest.raises(PermissionDenied):
        ordering.shift_category(as_role("user"), gone, -1)
    categories.remove_category(anna, gone, may_empty=True)
    with pytest.raises(ValidationError):
        ordering.shift_category(anna, gone, -1)


def labels(form: forms.BaseForm, name: str) -> list[str]:
    """Of the choices of a field, in their order."""
    return [label for _key, label in cast("Any", form.fields[name]).choices]


def test_every_list_of_choices_has_this_order(anna: Actor, client: Client) -> None:
    ordering.place_category(anna, row("Gamma"), 1)
    ordering.place_category(anna, row("Gamma zwei"), 1)
    wanted = ["Gamma", "Alpha", "Beta"]
    filters = CustomerFilters(anna, client.get("/customers").wsgi_request.GET)
    assert labels(filters, "category")[1:] == wanted
    assert labels(filters, "subcategory")[1:3] == ["Gamma › Gamma zwei", "Gamma › Gamma eins"]
    assert labels(NewCategoryForm(None, actor=anna), "parent")[1:] == wanted
    made = customers.create_customer(anna, name="Huber")
    for path in ("/customers/new", "/customers/add", f"/customers/{made.pk}/edit"):
        page = text_of(client.get(path, follow=True))
        words = page[page.index('<datalist id="categories">') :]
        places = [words.index(f'<option value="{name}"') for name in (*wanted, "Gamma zwei")]
        assert places == sorted(places), path
        assert words.index("Gamma zwei") < words.index("Gamma eins")


def test_the_settings_move_one_and_keep_the_focus_at_it(client: Client, anna: Actor) -> None:
    url = f"/settings/categories/{row('Gamma').pk}/place"
    answer = client.post(url, {"go": "up"})
    assert answer["Location"] == f"/settings/categories?moved={row('Gamma').pk}-up"
    page = text_of(client.get(answer["Location"]))
    assert "„Gamma“ verschoben" in page
    focused = [tag for tag in page.split("<button") if " autofocus" in tag.split(">", 1)[0]]
    assert ['aria-label="Gamma nach oben"' in tag for tag in focused] == [True]
    assert tops(anna) == ["Alpha", "Gamma", "Beta"]
    first = client.post(url, {"go": "up"})["Location"]
    page = text_of(client.get(first))
    focused = [tag for tag in page.split("<button") if " autofocus" in tag.split(">", 1)[0]]
    assert ['aria-label="Gamma nach unten"' in tag for tag in focused] == [True]
    assert client.post(url, {"go": "sideways"}).status_code == 400
    assert client.post("/settings/categories/987654/place", {"go": "up"}).status_code == 404


def test_the_api_tells_and_sets_the_place(people: People, anna: Actor) -> None:
    api = caller(people("admin"))
    found = content(api.get("categories"))["items"]
    told = {each["name"]: each["position"] for each in found}
    assert (told["Alpha"], told["Gamma"], told["Beta zwei"]) == (1, 3, 2)
    path = f"categories/{row('Gamma').pk}"
    changed = content(api.patch(path, {"position": 1, "name": "Gammas"}))
    assert (changed["name"], changed["position"]) == ("Gammas", 1)
    assert tops(anna) == ["Gammas", "Alpha", "Beta"]
    assert content(api.patch(path, {"position": 99}))["position"] == 3
    assert fields(api.patch(path, {"position": 0})) == {"position"}
