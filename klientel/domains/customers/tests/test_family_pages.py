"""Parent companies on the pages: the record, its tab of subsidiaries, the forms and the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import RoleSight, User
from klientel.services.journal.models import Batch
from klientel.services.journal.toasts import undo_url

from .costs import costs_as_recorded, counted
from .pages import filled, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: Callable[[str], User]) -> Client:
    signed_in = Client(headers={"Accept-Language": "en"})
    signed_in.force_login(people("admin"))
    return signed_in


@pytest.fixture
def mother(anna: Actor) -> Customer:
    return made(anna, "Huber Holding")


@pytest.fixture
def nord(anna: Actor, mother: Customer) -> Customer:
    return made(anna, "Huber Nord", mother)


def made(actor: Actor, name: str, parent: Customer | None = None, **more: Any) -> Customer:
    number = parent.number if parent else ""
    return customers.create_customer(actor, name=name, parent=number, **more)


def belongs(row: Customer) -> tuple[str, str]:
    now = Customer.objects.get(pk=row.pk)
    found = queries.customer_fields([now])[now.pk]
    return found["parent"], found["parent_relation"]


def url(name: str, *keys: int) -> str:
    return reverse(f"customers:{name}", args=keys)


class TestTheRecord:
    def test_of_a_subsidiary_leads_to_its_parent(
        self, client: Client, mother: Customer, nord: Customer
    ) -> None:
        page = text_of(client.get(url("detail", nord.pk)))
        assert f'<a href="{mother.get_absolute_url()}"' in page
        assert "Subsidiary of Huber Holding" in page

    def test_of_a_parent_tells_who_came(
        self, client: Client, mother: Customer, nord: Customer
    ) -> None:
        page = text_of(client.get(url("detail", mother.pk)))
        assert "Subsidiary associated" in page
        assert f'<a href="{nord.get_absolute_url()}"' in page

    def test_is_given_a_parent_by_what_the_field_offers(
        self, client: Client, anna: Actor, mother: Customer
    ) -> None:
        west = made(anna, "Huber West")
        offered = text_of(client.get(url("parents"), {"parent": "hold"}))
        shown = f"Huber Holding ({mother.number})"
        assert f'value="{shown}"' in offered
        page = client.get(url("edit", west.pk))
        client.post(url("edit", west.pk), filled(page, parent=shown, parent_relation="branch"))
        assert belongs(west) == (mother.number, "branch")
        again = client.get(url("edit", west.pk))
        assert f'value="{shown}"' in text_of(again)
        client.post(url("edit", west.pk), filled(again, parent="None"))
        assert belongs(west) == ("", "")
        client.post(url("edit", west.pk), filled(again, parent=mother.number))
        client.post(url("edit", west.pk), filled(again, parent=""))
        assert belongs(west) == ("", "")

    def test_says_what_the_name_of_nobody_is(self, client: Client, nord: Customer) -> None:
        page = client.get(url("edit", nord.pk))
        answer = client.post(url("edit", nord.pk), filled(page, parent="Nobody"))
        assert answer.status_code == 422
        assert "no customer with the number or the name “Nobody”" in text_of(answer)

    def test_of_a_parent_says_that_it_can_have_none(
        self, client: Client, mother: Customer, nord: Customer
    ) -> None:
        page = client.get(url("edit", mother.pk))
        assert "None: it has 1 subsidiary itself." in text_of(page)
        client.post(url("edit", mother.pk), filled(page, name="Huber Gruppe"))
        assert belongs(nord) == (mother.number, "subsidiary")


class TestTheTab:
    def test_lists_those_that_belong_to_it(
        self, client: Client, anna: Actor, mother: Customer, nord: Customer
    ) -> None:
        made(anna, "Meyer")
        page = text_of(client.get(url("subsidiaries", mother.pk)))
        assert "Huber Nord" in page
        assert "Meyer" not in page

    def test_takes_the_same_queries_for_many(
        self, client: Client, anna: Actor, mother: Customer, nord: Customer
    ) -> None:
        counted(client, url("subsidiaries", mother.pk))  # what is read once for all pages
        one = counted(client, url("subsidiaries", mother.pk))
        for number in range(24):
            made(anna, f"Huber {number}", mother)
        many = counted(client, url("subsidiaries", mother.pk))
        costs_as_recorded("/customers/ID/subsidiaries", one, many)

    def test_of_a_subsidiary_explains_itself(self, client: Client, nord: Customer) -> None:
        page = text_of(client.get(url("subsidiaries", nord.pk)))
        assert "A subsidiary has no subsidiaries itself" in page
        assert "Associate subsidiary" not in page

    def test_of_nobodys_parent_offers_the_first_step(self, client: Client, anna: Actor) -> None:
        alone = made(anna, "Meyer")
        page = text_of(client.get(url("subsidiaries", alone.pk)))
        assert "No subsidiaries yet" in page
        assert url("associate", alone.pk) in page

    def test_is_not_there_for_a_person(self, client: Client, anna: Actor) -> None:
        person = made(anna, "Zoé Lefèvre", kind="individual")
        assert url("subsidiaries", person.pk) not in text_of(client.get(url("detail", person.pk)))

    def test_associates_several_and_takes_that_back(
        self, client: Client, anna: Actor, mother: Customer
    ) -> None:
        rows = [made(anna, name) for name in ("Nord", "West")]
        given = {"subsidiaries": [str(row.pk) for row in rows], "relation": "franchise"}
        answer = client.post(url("associate", mother.pk), given)
        assert answer["Location"] == url("subsidiaries", mother.pk)
        assert [belongs(row) for row in rows] == [(mother.number, "franchise")] * 2
        client.post(undo_url(Batch.objects.latest("at").key))
        assert [belongs(row) for row in rows] == [("", "")] * 2

    def test_says_beside_each_why_it_cannot_be_chosen(
        self, client: Client, anna: Actor, mother: Customer, nord: Customer
    ) -> None:
        made(anna, "Meyer Nord", made(anna, "Meyer"))
        page = text_of(client.get(url("candidates", mother.pk)))
        for name, reason in {
            "Huber Holding": "This company itself",
            "Huber Nord": "Belongs to it already",
            "Meyer": "Has subsidiaries of its own",
        }.items():
            assert reason in page[page.index(f">{name}<") :].split("</label>")[0]
        row = page[page.index(">Meyer Nord<") :].split("</label>")[0]
        assert "text-end" not in row

    def test_keeps_who_was_chosen_while_one_searches_on(
        self, client: Client, anna: Actor, mother: Customer
    ) -> None:
        west, meyer = made(anna, "Huber West"), made(anna, "Meyer")
        query = {"q": "meyer", "subsidiaries": str(west.pk)}
        page = text_of(client.get(url("candidates", mother.pk), query))
        assert f'value="{west.pk}"' in page
        assert " checked>" in page[page.index(f'value="{west.pk}"') :].split("</label>")[0]
        assert f'value="{meyer.pk}"' in page

    def test_without_a_choice_asks_for_one(self, client: Client, mother: Customer) -> None:
        answer = client.post(url("associate", mother.pk), {})
        assert answer.status_code == 422
        assert "Choose at least one company." in text_of(answer)

    def test_takes_one_out_after_asking(
        self, client: Client, mother: Customer, nord: Customer
    ) -> None:
        asked = client.post(url("release"), {"ids": [nord.pk]})
        assert "Remove Huber Nord from its parent company?" in text_of(asked)
        assert belongs(nord) == (mother.number, "subsidiary")
        client.post(url("release"), {"chosen": str(nord.pk)})
        assert belongs(nord) == ("", "")

    def test_adds_a_new_one_and_comes_back(self, client: Client, mother: Customer) -> None:
        start = client.get(url("add"), {"of": mother.pk})
        page = client.get(start["Location"])
        assert f'value="Huber Holding ({mother.number})"' in text_of(page)
        typed = filled(page, name="Lena Huber", company_name="Huber Hafen")
        answer = client.post(start["Location"], typed)
        assert answer["Location"] == url("subsidiaries", mother.pk)
        assert belongs(Customer.objects.get(name="Huber Hafen")) == (mother.number, "subsidiary")

    def test_adds_a_company_never_a_private_person(self, client: Client, mother: Customer) -> None:
        start = client.get(url("add"), {"of": mother.pk})["Location"]
        page = client.get(start)
        assert "Only the name of the company is required." in text_of(page)
        assert f'href="{url("subsidiaries", mother.pk)}"' in text_of(page)
        refused = client.post(start, filled(page, name="Huber Hafen"))
        assert refused.status_code == 422
        assert "Enter the name of the company." in text_of(refused)
        client.post(start, filled(page, company_name="Huber Hafen"))
        made = Customer.objects.get(name="Huber Hafen")
        assert (made.kind, made.contacts.count()) == ("company", 0)

    @pytest.mark.parametrize("of_somebody", [{"email": "a@b.example"}, {"portal_access": "on"}])
    def test_asks_for_the_name_of_who_has_something_of_their_own(
        self, client: Client, mother: Customer, of_somebody: dict[str, str]
    ) -> None:
        start = client.get(url("add"), {"of": mother.pk})["Location"]
        typed = filled(client.get(start), company_name="Huber Hafen", **of_somebody)
        assert "Enter a name." in text_of(client.post(start, typed))


class TestTheList:
    def names(self, client: Client, **query: str) -> list[str]:
        page = text_of(client.get(url("list"), query))
        known = ("Huber Holding", "Huber Nord", "Meyer")
        body = page[page.index('id="rows"') :] if 'id="rows"' in page else ""
        return [name for name in known if f">{name}<" in body]

    def test_is_narrowed_by_parent_and_position(
        self, client: Client, anna: Actor, mother: Customer, nord: Customer
    ) -> None:
        made(anna, "Meyer")
        assert self.names(client, parent="Huber Holding") == ["Huber Nord"]
        both = self.names(client, parent=mother.number, with_parent="on")
        assert both == ["Huber Holding", "Huber Nord"]
        assert self.names(client, position="parent") == ["Huber Holding"]
        assert self.names(client, position="subsidiary") == ["Huber Nord"]
        assert self.names(client, position="independent") == ["Meyer"]

    def test_shows_the_parent_where_the_column_is_chosen(
        self, client: Client, mother: Customer, nord: Customer
    ) -> None:
        client.post(url("columns"), {"columns": ["name", "parent", "relation"]})
        page = text_of(client.get(url("list"), {"q": "nord"}))
        assert f'href="{mother.get_absolute_url()}"' in page
        assert "Subsidiary" in page


def test_deleting_a_parent_says_who_becomes_independent(
    client: Client, mother: Customer, nord: Customer
) -> None:
    page = text_of(client.get(url("delete", mother.pk)))
    assert "subsidiary stays and becomes independent" in page


def test_restoring_says_whose_relation_ended(
    client: Client, anna: Actor, mother: Customer, nord: Customer
) -> None:
    deleting.delete_customers(anna, [mother])
    made(anna, "Huber Hafen", nord)
    client.post(url("restore", mother.pk))
    page = text_of(client.get(url("detail", mother.pk)))
    assert "There is one level only, so these are independent now: Huber Nord." in page


class TestAParentThatIsNotSeen:
    @pytest.fixture
    def beats(self, people: Callable[[str], User], nord: Customer, anna: Actor) -> Client:
        """Beat sees his own: Huber Nord, whose parent is somebody else's."""
        beat = people("user")
        RoleSight.objects.update_or_create(role="user", defaults={"sight": "mine"})
        customers.change_customer(anna, nord, account_manager=beat.email)
        signed_in = Client(headers={"Accept-Language": "en"})
        signed_in.force_login(beat)
        return signed_in

    def test_has_neither_name_nor_number(
        self, beats: Client, mother: Customer, nord: Customer
    ) -> None:
        beats.post(url("columns"), {"columns": ["name", "parent"]})
        for address in (url("detail", nord.pk), url("edit", nord.pk), url("list")):
            page = text_of(beats.get(address))
            assert "A company you do not see" in page
            assert "Huber Holding" not in page
            assert mother.number not in page

    def test_stays_when_the_form_is_saved(
        self, beats: Client, mother: Customer, nord: Customer
    ) -> None:
        page = beats.get(url("edit", nord.pk))
        beats.post(url("edit", nord.pk), filled(page, name="Huber Nordwest"))
        assert Customer.objects.get(pk=nord.pk).name == "Huber Nordwest"
        assert belongs(nord) == (mother.number, "subsidiary")

    def test_is_not_opened_and_lists_nobody(
        self, beats: Client, mother: Customer, nord: Customer
    ) -> None:
        assert beats.get(url("subsidiaries", mother.pk)).status_code == 404
        assert beats.get(url("associate", mother.pk)).status_code == 404
        page = text_of(beats.get(url("list"), {"parent": mother.number}))
        assert "There is no customer with the number" in page

    def test_a_member_of_the_parent_sees_none_of_its_subsidiaries(
        self, beats: Client, people: Callable[[str], User], anna: Actor, mother: Customer
    ) -> None:
        beat = people("user").email
        customers.change_customer(anna, mother, account_manager=beat)
        made(anna, "Huber Hafen", mother)
        page = text_of(beats.get(url("subsidiaries", mother.pk)))
        assert "Huber Nord" in page
        assert "Huber Hafen" not in page
