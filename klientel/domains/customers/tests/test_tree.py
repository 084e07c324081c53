"""Organisations with their people as a page, and the dialog that moves people."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from klientel.domains.customers import tree
from klientel.domains.customers.actions import contacts, deleting
from klientel.domains.customers.fields import ContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tests.costs import costs_as_recorded, counted
from klientel.domains.customers.tests.listing import browser, many, several
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
NASTY = '"><img src=x onerror=alert(1)>'


def branches(client: Client, query: str = "", path: str = "/customers/organisations") -> list[str]:
    """Each as `name count: people`."""
    page = client.get(f"{path}?{query}")
    assert page.status_code == 200
    return [
        f"{branch.name} {branch.count}: {', '.join(line.name for line in branch.lines)}".strip()
        for branch in page.context["listing"].branches
    ]


def test_every_organisation_stands_there_with_its_people_and_those_of_none(
    anna: Actor, client: Client
) -> None:
    several(
        anna,
        {"name": "Nordbau", "contacts": [{"last_name": "Boje"}, {"last_name": "Arp"}]},
        {"name": "Leerhaus"},
    )
    contacts.add_contact(anna, last_name="Carstens", customer_id=None)
    expected = ["Ohne Organisation 1: Carstens", "Leerhaus 0:", "Nordbau 2: Arp, Boje"]
    assert branches(client) == expected
    assert branches(client, path="/contacts/organisations") == expected


def test_deleted_people_and_organisations_are_not_in_it(anna: Actor, client: Client) -> None:
    nord, _west = several(
        anna,
        {"name": "Nordbau", "contacts": [{"last_name": "Arp"}, {"last_name": "Boje"}]},
        {"name": "Westhub"},
    )
    deleting.delete_customers(anna, [Customer.objects.get(name="Westhub")])
    deleting.delete_contacts(anna, Contact.objects.filter(customer=nord, last_name="Arp"))
    assert branches(client) == ["Ohne Organisation 0:", "Nordbau 1: Boje"]


def test_who_searches_a_person_sees_that_person_and_its_organisation(
    anna: Actor, client: Client
) -> None:
    several(
        anna,
        {"name": "Nordbau", "contacts": [{"last_name": "Arp"}, {"last_name": "Boje"}]},
        {"name": "Bojenwerk", "contacts": [{"last_name": "Dorn"}]},
    )
    contacts.add_contact(anna, last_name="Bojesen", customer_id=None)
    assert branches(client, "q=boje") == [
        "Ohne Organisation 1: Bojesen",
        "Bojenwerk 1: Dorn",
        "Nordbau 1: Boje",
    ]
    assert branches(client, "q=nord") == ["Nordbau 2: Arp, Boje"]


def test_filters_are_about_organisations(anna: Actor, client: Client) -> None:
    several(anna, {"name": "Händler", "segment": "dealer"}, {"name": "Andere"})
    contacts.add_contact(anna, last_name="Carstens", customer_id=None)
    assert branches(client, "segment=dealer") == ["Händler 0:"]


def test_a_large_organisation_shows_the_first_people_and_the_way_to_the_others(
    anna: Actor, client: Client
) -> None:
    people = [ContactFields(last_name=f"Person {number:03d}") for number in range(tree.FIRST + 60)]
    [large] = several(anna, {"name": "Großbau", "contacts": people})
    page = client.get("/customers/organisations")
    seen = re.findall(r'title="(Person \d+)"', page.content.decode())
    for _turn in range(3):
        if not (found := re.search(r'hx-get="(\?of=[^"]+)"', page.content.decode())):
            break
        page = client.get(f"/customers/organisations{found[1].replace('&amp;', '&')}")
        seen += re.findall(r'title="(Person \d+)"', page.content.decode())
    assert seen == [f"Person {number:03d}" for number in range(tree.FIRST + 60)]
    assert large.contacts.count() == len(seen)


@pytest.mark.parametrize("address", ["?of=x&cursor=", "?of=-1", "?of=99999999999999999999"])
def test_a_branch_that_is_none_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"/customers/organisations{address}").status_code == 404


def test_a_broken_cursor_begins_at_the_front(anna: Actor, client: Client) -> None:
    several(anna, {"name": "Nordbau", "contacts": [{"last_name": "Arp"}]})
    key = Customer.objects.get().pk
    assert b"Arp" in client.get(f"/customers/organisations?of={key}&cursor=nonsense").content


def test_pages_of_organisations_follow_one_another(anna: Actor, client: Client) -> None:
    many(anna, tree.ORGANISATIONS + 3)
    page = client.get("/customers/organisations")
    found = re.search(r'href="(\?cursor=[^"]+)"', page.content.decode())
    assert found
    rest = branches(client, found[1].replace("&amp;", "&").removeprefix("?"))
    assert [name.split(":")[0] for name in rest] == [
        f"Firma {number:03d} 1" for number in range(tree.ORGANISATIONS, tree.ORGANISATIONS + 3)
    ]


def test_names_are_text_everywhere(anna: Actor, client: Client) -> None:
    several(anna, {"name": NASTY, "contacts": [{"last_name": NASTY, "position": NASTY}]})
    page = client.get("/customers/organisations").content.decode()
    assert NASTY not in page
    assert "&lt;img" in page


def test_a_page_costs_the_same_however_many_rows_it_has(anna: Actor, client: Client) -> None:
    many(anna, 1)
    contacts.add_contact(anna, last_name="Carstens", customer_id=None)
    client.get("/customers/organisations")
    one = counted(client, "/customers/organisations")
    many(anna, 24)
    costs_as_recorded("customers tree", one, counted(client, "/customers/organisations"))


def test_an_empty_tree_says_what_belongs_there(client: Client) -> None:
    page = client.get("/customers/organisations").content.decode()
    assert "Noch keine Organisationen" in page


def test_who_only_reads_gets_no_grip(anna: Actor, people: People) -> None:
    several(anna, {"name": "Nordbau", "contacts": [{"last_name": "Arp"}]})
    page = browser(people, "read_only").get("/customers/organisations").content.decode()
    assert "Arp" in page
    assert "k-grip" not in page


class TestMoving:
    @pytest.fixture
    def places(self, anna: Actor) -> list[Customer]:
        return several(
            anna,
            {"name": "Nordbau", "contacts": [{"last_name": "Arp"}, {"last_name": "Boje"}]},
            {"name": "Südkran"},
        )

    def test_the_dialog_offers_organisations_and_says_what_becomes_of_the_old_one(
        self, client: Client, places: list[Customer]
    ) -> None:
        arp = Contact.objects.get(last_name="Arp")
        page = client.post("/contacts/chosen/move", {"ids": arp.pk}).content.decode()
        for text in ("Südkran", "Ohne Organisation", "Danach ohne primären Kontakt", "Nordbau"):
            assert text in page
        offered = client.get("/contacts/places?q=sued", headers={"HX-Request": "true"})
        assert re.findall(r"truncate\">([^<]+)<", offered.content.decode()) == [
            "Ohne Organisation",
            "Südkran",
        ]

    def test_chosen_people_go_where_they_were_dropped_and_come_back(
        self, client: Client, places: list[Customer], anna: Actor
    ) -> None:
        nord, sued = places
        keys = [contact.pk for contact in Contact.objects.order_by("pk")]
        asked = client.post("/contacts/chosen/move", {"ids": keys, "to": sued.pk})
        assert "2 Kontakte nach Südkran verschieben?" in asked.content.decode()
        sent = {"chosen": ",".join(map(str, keys)), "to": sued.pk}
        assert client.post("/contacts/chosen/move", sent).status_code == 303
        assert sued.contacts.count() == 2
        page = client.get("/customers/organisations").content.decode()
        assert "2 Kontakte nach Südkran verschoben" in page
        undo = re.search(r"/history/([0-9a-f]+)/undo|batches/([0-9a-f]+)/undo", page)
        assert undo
        undo_batch(anna, undo[1] or undo[2])
        assert nord.contacts.count() == 2

    def test_out_of_every_organisation(self, client: Client, places: list[Customer]) -> None:
        arp = Contact.objects.get(last_name="Arp")
        client.post("/contacts/chosen/move", {"chosen": arp.pk, "to": "0"})
        assert Contact.objects.get(last_name="Arp").customer is None

    @pytest.mark.parametrize("goal", ["", "999999", "x", "-3", "9" * 30])
    def test_without_a_goal_nobody_moves_and_the_dialog_says_so(
        self, client: Client, places: list[Customer], goal: str
    ) -> None:
        arp = Contact.objects.get(last_name="Arp")
        page = client.post("/contacts/chosen/move", {"chosen": arp.pk, "to": goal})
        assert page.status_code == 422
        assert "Wählen Sie, wohin" in page.content.decode()
        assert Contact.objects.get(last_name="Arp").customer == places[0]

    def test_a_goal_deleted_meanwhile_is_named(
        self, client: Client, places: list[Customer], anna: Actor
    ) -> None:
        deleting.delete_customers(anna, [places[1]])
        arp = Contact.objects.get(last_name="Arp")
        sent = {"chosen": arp.pk, "to": places[1].pk}
        assert client.post("/contacts/chosen/move", sent).status_code == 422
        assert Contact.objects.get(last_name="Arp").customer == places[0]

    def test_who_may_not_change_contacts_may_not_move_them(
        self, people: People, places: list[Customer]
    ) -> None:
        arp = Contact.objects.get(last_name="Arp")
        reader = browser(people, "read_only")
        assert reader.post("/contacts/chosen/move", {"chosen": arp.pk, "to": 0}).status_code == 403


class TestAdding:
    def test_a_person_needs_an_address_only_and_stands_at_no_organisation(
        self, client: Client
    ) -> None:
        answer = client.post("/contacts/person", {"email": "jana@isarwinkel.example"})
        assert answer["Location"] == "/customers/organisations"
        assert branches(client) == ["Ohne Organisation 1: jana@isarwinkel.example"]

    def test_a_person_may_come_to_an_organisation_at_once(
        self, anna: Actor, client: Client
    ) -> None:
        [nord] = several(anna, {"name": "Nordbau"})
        client.post("/contacts/person", {"email": "arp@nord.example", "to": nord.pk})
        assert Contact.objects.get().customer == nord

    def test_without_or_with_a_wrong_address_what_was_typed_stays(self, client: Client) -> None:
        for email in ("", "kein-at"):
            page = client.post("/contacts/person", {"email": email, "last_name": "Öztürk"})
            assert page.status_code == 422
            assert "Öztürk" in page.content.decode()
        assert not Contact.objects.exists()

    def test_adding_mails_nobody(self, client: Client, mailoutbox: list[object]) -> None:
        client.post("/contacts/person", {"email": "jana@isarwinkel.example"})
        assert not mailoutbox

    def test_an_organisation_needs_its_name_only(self, client: Client) -> None:
        assert client.post("/customers/organisation", {"name": ""}).status_code == 422
        assert client.post("/customers/organisation", {"name": "Isarbau"}).status_code == 303
        assert Customer.objects.get().name == "Isarbau"

    def test_who_may_not_create_customers_adds_no_organisation(self, people: People) -> None:
        user = browser(people, "user")
        assert user.post("/customers/organisation", {"name": "Isarbau"}).status_code == 403
        assert user.post("/contacts/person", {"email": "a@b.example"}).status_code == 303
