"""Views of lists: who sees which, who may change them, and what they bring back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from klientel.domains.customers.actions.customers import create_customer
from klientel.foundation.access import Actor
from klientel.services.accounts import teams
from klientel.services.accounts.models import StaffTeam, User
from klientel.services.journal import undo
from klientel.services.saved_views import actions, queries
from klientel.services.saved_views.models import SavedView
from tests.api import caller, content, fields

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
QUERY = "segment=rental&sort=city&columns=name.city&density=compact"


@pytest.fixture
def nord(anna: Actor, people: People) -> StaffTeam:
    return teams.create_team(anna, name="Nord", members=[people("user").pk])


@pytest.fixture
def client(people: People) -> Client:
    found = Client()
    found.force_login(people("user"))
    return found


def names(actor: Actor) -> list[str]:
    return [view.name for view in queries.visible(actor)]


def test_a_view_is_seen_by_whom_it_is_shared_with(
    anna: Actor, beat: Actor, chiara: Actor, nord: StaffTeam
) -> None:
    actions.save_view(anna, table="customers", name="Mine", query=QUERY)
    actions.save_view(anna, table="customers", name="North", share="team", staff_team=nord.pk)
    actions.save_view(anna, table="customers", name="Whole", share="all")
    assert names(anna) == ["Mine", "North", "Whole"]
    assert names(beat) == ["North", "Whole"]
    assert names(chiara) == ["Whole"]
    teams.dissolve_team(anna, nord)
    assert names(beat) == ["Whole"]


def test_only_its_owner_and_who_looks_after_all_change_a_view(
    anna: Actor, beat: Actor, chiara: Actor
) -> None:
    view = actions.save_view(beat, table="customers", name="Shared", share="all")
    with pytest.raises(PermissionDenied):
        actions.change_view(chiara, view, name="Other")
    with pytest.raises(PermissionDenied):
        actions.delete_view(chiara, view)
    assert actions.change_view(anna, view, name="Other").name == "Other"
    private = actions.save_view(beat, table="customers", name="Own")
    with pytest.raises(PermissionDenied):
        actions.change_view(anna, private, name="Other")
    actions.delete_view(beat, view)
    assert names(anna) == []


def test_sharing_takes_a_right_and_a_team_of_ones_own(
    beat: Actor, dario: Actor, anna: Actor, people: People
) -> None:
    with pytest.raises(PermissionDenied):
        actions.save_view(dario, table="customers", name="Own")
    alone = replace(beat, permissions=beat.permissions - {"saved_views.share"})
    actions.save_view(alone, table="customers", name="Own")
    with pytest.raises(PermissionDenied):
        actions.save_view(alone, table="customers", name="All", share="all")
    other = teams.create_team(anna, name="Süd", members=[people("technician").pk])
    with pytest.raises(ValidationError) as error:
        actions.save_view(beat, table="customers", name="S", share="team", staff_team=other.pk)
    assert set(error.value.message_dict) == {"staff_team"}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "A", "page": "settings:index"}, "page"),
        ({"name": "A", "query": "q=" + "x" * 3_000}, "query"),
        ({"name": "A", "share": "nobody"}, "share"),
        ({"name": "A", "share": "team"}, "staff_team"),
    ],
)
def test_what_is_no_view_is_refused(anna: Actor, given: actions.ViewFields, wrong: str) -> None:
    with pytest.raises(ValidationError) as error:
        actions.save_view(anna, table="customers", **given)
    assert set(error.value.message_dict) == {wrong}
    with pytest.raises(ValidationError):
        actions.save_view(anna, table="salaries", name="A")


def test_a_list_one_may_not_see_has_no_views(anna: Actor) -> None:
    blind = replace(anna, permissions=anna.permissions - {"contacts.view"})
    with pytest.raises(PermissionDenied):
        actions.save_view(blind, table="contacts", name="A")


def test_a_view_is_walked_back(beat: Actor) -> None:
    made = beat.via("web", "1" * 32)
    view = actions.save_view(made, table="customers", name="Old", query="q=a")
    actions.change_view(beat.via("web", "2" * 32), view, name="New", query="q=b")
    actions.delete_view(beat.via("web", "3" * 32), view)
    undo.undo_batch(beat.via("web", "4" * 32), "3" * 32)
    undo.undo_batch(beat.via("web", "5" * 32), "2" * 32)
    back = SavedView.objects.visible_to(beat).get()
    assert (back.name, back.query) == ("Old", "q=a")
    undo.undo_batch(beat.via("web", "6" * 32), "1" * 32)
    assert names(beat) == []


def test_nobody_walks_back_a_view_of_others(beat: Actor, chiara: Actor) -> None:
    actions.save_view(beat.via("web", "1" * 32), table="customers", name="Own")
    with pytest.raises((PermissionDenied, LookupError)):
        undo.undo_batch(chiara.via("web", "2" * 32), "1" * 32)
    assert names(beat) == ["Own"]


def test_a_private_view_is_not_even_for_who_may_undo_everything(anna: Actor, beat: Actor) -> None:
    actions.save_view(beat.via("web", "1" * 32), table="customers", name="Own")
    with pytest.raises(PermissionDenied):
        undo.undo_batch(anna.via("web", "2" * 32), "1" * 32)
    actions.save_view(beat.via("web", "3" * 32), table="customers", name="All", share="all")
    undo.undo_batch(anna.via("web", "4" * 32), "3" * 32)
    assert names(beat) == ["Own"]


class TestPages:
    def test_a_view_leads_to_its_list_and_brings_columns_and_density(
        self, client: Client, beat: Actor, anna: Actor
    ) -> None:
        view = actions.save_view(beat, table="customers", name="Verleiher", query=QUERY)
        answer = client.get(f"/views/{view.pk}")
        url = str(answer["Location"])
        assert url == f"/customers?{QUERY}&view={view.pk}"
        create_customer(anna, name="Huber", segment="rental")
        page = client.get(url).content.decode()
        assert "k-compact" in page
        assert "Verleiher" in page
        assert 'name="view" value' in page, "the filters keep it"
        assert "Zuständig" not in page.partition("<tbody")[0].rpartition("<thead")[2]

    def test_columns_chosen_in_a_view_stand_in_the_address(
        self, client: Client, beat: Actor
    ) -> None:
        view = actions.save_view(beat, table="customers", name="A", query="q=a")
        data = {"columns": ["name", "type"], "density": "compact"}
        answer = client.post(
            "/customers/columns", {**data, "next": f"/customers?q=a&view={view.pk}"}
        )
        expected = f"/customers?q=a&view={view.pk}&columns=name.type&density=compact"
        assert answer["Location"] == expected
        assert "columns_customers" not in answer.cookies
        answer = client.post("/customers/columns", {**data, "next": "/customers?columns=name"})
        assert answer["Location"] == "/customers"
        assert answer.cookies["density"].value == "compact"
        assert "k-compact" in client.get("/customers?q=x").content.decode()

    def test_the_menu_offers_to_save_what_was_changed(self, client: Client, beat: Actor) -> None:
        view = actions.save_view(beat, table="customers", name="A", query="q=a&sort=city")
        here = f"http://testserver/customers?view={view.pk}&sort=city&q=a"
        page = client.get("/views/menu?table=customers", headers=htmx(here)).content.decode()
        assert f"/views/{view.pk}/keep" not in page
        changed = client.get("/views/menu?table=customers", headers=htmx(f"{here}b"))
        assert f"/views/{view.pk}/keep" in changed.content.decode()
        data = {"page": "customers:tree", "query": "q=ab"}
        answer = client.post(f"/views/{view.pk}/keep", data)
        assert answer["Location"] == f"/customers/organisations?q=ab&view={view.pk}"

    def test_saving_from_a_list(self, client: Client, beat: Actor, nord: StaffTeam) -> None:
        data = {"table": "customers", "page": "customers:tree", "query": "q=bau&cursor=x&view=7"}
        data |= {"name": "", "share": "all"}
        refused = client.post("/views/new", data)
        assert refused.status_code == 422
        assert 'value="q=bau&amp;cursor=x&amp;view=7"' in refused.content.decode()
        answer = client.post("/views/new", {**data, "name": "Bau", "share": f"team:{nord.pk}"})
        view = SavedView.objects.visible_to(beat).get()
        assert (view.query, view.share, view.staff_team) == ("q=bau", "team", nord)
        assert answer["Location"] == f"/customers/organisations?q=bau&view={view.pk}"

    def test_views_of_others_are_not_found(self, client: Client, anna: Actor) -> None:
        view = actions.save_view(anna, table="customers", name="Geheim")
        for way in ("", "/edit"):
            assert client.get(f"/views/{view.pk}{way}").status_code == 404
        for way in ("/keep", "/delete", "/edit"):
            assert client.post(f"/views/{view.pk}{way}", {"name": "X"}).status_code == 404
        shared = actions.save_view(anna, table="customers", name="Alle", share="all")
        assert client.post(f"/views/{shared.pk}/delete").status_code == 403
        page = client.get("/views").content.decode()
        assert "Alle" in page
        assert "Geheim" not in page

    def test_a_view_that_is_gone_is_a_list_without_it(self, client: Client, beat: Actor) -> None:
        view = actions.save_view(beat, table="customers", name="Weg")
        actions.delete_view(beat, view)
        for key in (str(view.pk), "x", "9" * 30):
            assert client.get(f"/customers?view={key}").status_code == 200

    def test_the_menu_is_only_for_lists_there_are(self, client: Client) -> None:
        assert client.get("/views/menu?table=salaries").status_code == 404
        odd = client.get("/views/menu?table=customers", headers=htmx("http://x/\u0000?q=%zz"))
        assert odd.status_code == 200


def htmx(url: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Current-URL": url}


def test_the_api_keeps_views_too(people: People, anna: Actor, nord: StaffTeam) -> None:
    api = caller(people("user"))
    made = content(
        api.post("/api/v1/views", {"table": "customers", "name": "A", "query": "q=a"}), 201
    )
    assert (made["page"], made["share"]) == ("customers:list", "private")
    key = made["id"]
    team = {"share": "team", "staff_team_id": nord.pk}
    changed = content(api.patch(f"/api/v1/views/{key}", team))
    assert (changed["name"], changed["query"], changed["share"]) == ("A", "q=a", "team")
    assert changed["url"] == f"/customers?q=a&view={key}"
    assert fields(api.patch(f"/api/v1/views/{key}", {"name": " "})) == {"name"}
    private = actions.save_view(anna, table="customers", name="Geheim")
    assert api.get(f"/api/v1/views/{private.pk}").status_code == 404
    assert api.delete(f"/api/v1/views/{private.pk}").status_code == 404
    listed = content(api.get("/api/v1/views?table=customers"))
    assert [view["id"] for view in listed["items"]] == [key]
    assert content(api.get("/api/v1/views?table=contacts"))["items"] == []
    assert api.delete(f"/api/v1/views/{key}").status_code == 204
    assert api.get(f"/api/v1/views/{key}").status_code == 404
