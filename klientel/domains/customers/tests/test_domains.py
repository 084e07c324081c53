"""E-mail domains of customers, and new people who are assigned by them."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from klientel.domains.customers import queries
from klientel.domains.customers.actions import arriving, assigning, customers, deleting
from klientel.domains.customers.fields import Email, NewCustomer
from klientel.domains.customers.models import Contact, Customer, DomainRule
from klientel.domains.customers.tests.listing import browser
from klientel.foundation.access import Actor
from klientel.foundation.lib import domains
from klientel.foundation.lib.refusals import Refused
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch
from tests.api import caller, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def huber(anna: Actor) -> Customer:
    return customers.create_customer(anna, name="Huber AG", domains=["@Huber.example", "hüber.ch"])


def listed(customer: Customer) -> list[str]:
    return queries.customer_fields([customer])[customer.pk]["domains"]


def arrived(actor: Actor, email: str) -> str:
    """The name of the customer somebody with this address comes to."""
    contact = arriving.add_person(actor, {"last_name": "Neu", "emails": [{"value": email}]})
    return contact.customer.name if contact.customer else ""


class TestOfACustomer:
    def test_they_are_kept_as_they_stand_in_addresses(self, huber: Customer) -> None:
        assert listed(huber) == ["huber.example", "xn--hber-0ra.ch"]

    @pytest.mark.parametrize("wrong", ["huber", "a b.example", "-x.example", "x" * 260, "1.2.3.4"])
    def test_what_is_none_is_refused_by_name(self, anna: Actor, wrong: str) -> None:
        with pytest.raises(ValidationError) as caught:
            customers.create_customer(anna, name="Meyer", domains=["meyer.example", wrong])
        assert list(caught.value.message_dict) == ["domains.1"]
        with pytest.raises(Refused):
            domains.check(wrong)

    def test_they_are_read_as_people_write_them(self, anna: Actor, huber: Customer) -> None:
        assert domains.readable("xn--hber-0ra.ch") == "hüber.ch"
        assert domains.readable("xn--.example") == "xn--.example"
        with pytest.raises(ValidationError, match=r"hüber\.ch"):
            customers.create_customer(anna, name="Meyer", domains=["xn--hber-0ra.ch"])

    def test_one_where_anybody_gets_an_address_is_refused(self, anna: Actor) -> None:
        with pytest.raises(ValidationError, match="gmx"):
            customers.create_customer(anna, name="Meyer", domains=["GMX.de"])

    def test_each_belongs_to_one_customer(self, anna: Actor, huber: Customer) -> None:
        with pytest.raises(ValidationError) as caught:
            customers.create_customer(anna, name="Meyer", domains=["huber.example"])
        assert list(caught.value.message_dict) == ["domains.0"]
        two = [NewCustomer(name=name, domains=["x.example"]) for name in "AB"]
        outcome = customers.create_customers(anna, two)
        assert (list(outcome.done), list(outcome.refused)) == ([0], [1])

    def test_they_change_with_history_and_come_back(self, anna: Actor, huber: Customer) -> None:
        mine = anna.via("web", batch="d")
        customers.change_customer(mine, huber, domains=["xn--hber-0ra.ch", "huber.test"])
        assert listed(huber) == ["xn--hber-0ra.ch", "huber.test"]
        undo_batch(anna, "d")
        assert listed(huber) == ["huber.example", "xn--hber-0ra.ch"]

    def test_a_domain_given_away_meanwhile_stays_away(self, anna: Actor, huber: Customer) -> None:
        customers.change_customer(anna.via("web", batch="d"), huber, domains=[])
        meyer = customers.create_customer(anna, name="Meyer", domains=["huber.example"])
        outcome = undo_batch(anna, "d")
        assert len(outcome.refused) == 1
        assert (listed(huber), listed(meyer)) == (["xn--hber-0ra.ch"], ["huber.example"])

    def test_a_deleted_customer_gives_its_domain_free(self, anna: Actor, huber: Customer) -> None:
        deleting.delete_customers(anna, [huber])
        customers.create_customer(anna, name="Meyer", domains=["huber.example"])
        deleting.restore_customers(anna, [huber])
        assert listed(huber) == ["xn--hber-0ra.ch"]

    def test_the_pages_take_several_on_one_line(
        self, huber: Customer, people: Callable[[str], User]
    ) -> None:
        client = browser(people)
        page = client.get(f"/customers/{huber.pk}/edit").content.decode()
        assert 'value="huber.example, hüber.ch"' in page
        sent = {"name": "Huber AG", "number": huber.number, "domains": "huber.example, hüber.ch"}
        sent |= {"version": str(huber.version), "kind": "company", "active": "on"}
        assert client.post(f"/customers/{huber.pk}/edit", sent).status_code == 303
        assert listed(huber) == ["huber.example", "xn--hber-0ra.ch"]
        assert "hüber.ch" in client.get(f"/customers/{huber.pk}").content.decode()
        sent["domains"] = "huber.example; neu.example"
        assert client.post(f"/customers/{huber.pk}/edit", sent).status_code == 303
        assert listed(huber) == ["huber.example", "neu.example"]
        wrong = client.post(f"/customers/{huber.pk}/edit", {**sent, "domains": "kein, gmx.de"})
        assert wrong.status_code == 422
        assert "kein, gmx.de" in wrong.content.decode()


class TestNewPeople:
    def test_come_to_the_customer_that_has_the_domain(self, anna: Actor, huber: Customer) -> None:
        assert arrived(anna, "Neu@HUBER.example") == "Huber AG"
        assert arrived(anna, "neu@hüber.ch") == "Huber AG"
        assert arrived(anna, "neu@sub.huber.example") == ""
        assert arrived(anna, "neu@gmx.de") == ""
        assert arrived(anna, "neu@fremd.example") == ""

    def test_the_preferred_address_decides(self, anna: Actor, huber: Customer) -> None:
        emails = [Email(value="a@fremd.example"), Email(value="a@huber.example", preferred=True)]
        contact = arriving.add_person(anna, {"emails": emails})
        assert contact.customer == huber

    def test_who_is_said_to_belong_to_none_belongs_to_none(
        self, anna: Actor, huber: Customer
    ) -> None:
        emails = [Email(value="a@huber.example")]
        contact = arriving.add_person(anna, {"emails": emails, "customer_id": None})
        assert contact.customer is None

    def test_nobody_is_assigned_when_the_rule_is_off(self, anna: Actor, huber: Customer) -> None:
        assigning.change_domain_rule(anna, "off")
        assert arrived(anna, "neu@huber.example") == ""

    def test_an_unknown_domain_becomes_an_organisation(self, anna: Actor) -> None:
        assigning.change_domain_rule(anna, "create")
        assert arrived(anna, "neu@fremd.example") == "fremd.example"
        assert arrived(anna, "noch@gmx.de") == ""
        assert arrived(anna, "andere@fremd.example") == "fremd.example"
        assert arrived(anna, "neu@hüber.ch") == "hüber.ch"
        assert Customer.objects.count() == 2

    def test_undo_takes_person_and_organisation(self, anna: Actor) -> None:
        assigning.change_domain_rule(anna, "create")
        arrived(anna.via("web", batch="n"), "neu@fremd.example")
        assert undo_batch(anna, "n").refused == []
        assert not Customer.objects.visible_to(anna).exists()
        assert not Contact.objects.visible_to(anna).exists()

    def test_who_is_refused_leaves_no_organisation(self, anna: Actor) -> None:
        assigning.change_domain_rule(anna, "create")
        with pytest.raises(ValidationError):
            arriving.add_person(
                anna,
                {"emails": [{"value": "neu@fremd.example"}], "phones": [{"value": "keine"}]},
            )
        assert not Customer.objects.exists()

    def test_who_may_not_create_customers_makes_none_this_way(
        self, anna: Actor, beat: Actor
    ) -> None:
        assigning.change_domain_rule(anna, "create")
        assert arrived(beat, "neu@fremd.example") == ""

    def test_the_api_assigns_too(self, huber: Customer, people: Callable[[str], User]) -> None:
        api = caller(people("user"))
        sent = {"last_name": "Neu", "emails": [{"value": "neu@huber.example"}]}
        assert content(api.post("contacts", sent), 201)["customer"]["name"] == "Huber AG"
        alone = content(api.post("contacts", {**sent, "customer_id": None}), 201)
        assert alone["customer"] is None


class TestPages:
    def test_the_form_says_where_the_address_leads(self, client: Client, huber: Customer) -> None:
        shown = client.get("/contacts/places?q=&email=a@huber.example").content.decode()
        assert "Nach der E-Mail-Adresse: Huber AG" in shown
        shown = client.get("/contacts/places?q=&email=a@gmx.de").content.decode()
        assert "Nach der E-Mail-Adresse: keine" in shown

    def test_a_person_is_assigned_unless_told_otherwise(
        self, client: Client, huber: Customer
    ) -> None:
        for email, to, said in [
            ("a@huber.example", "-1", "a@huber.example wurde bei Huber AG hinzugefügt"),
            ("b@huber.example", "0", "b@huber.example wurde hinzugefügt"),
        ]:
            answer = client.post("/contacts/person", {"email": email, "to": to}, follow=True)
            assert said in answer.content.decode()
        placed = {c.email: c.customer for c in Contact.objects.select_related("customer")}
        assert placed == {"a@huber.example": huber, "b@huber.example": None}

    def test_the_rule_is_set_among_the_settings(self, client: Client) -> None:
        assert "checked" in client.get("/settings/assigning").content.decode()
        assert client.post("/settings/assigning", {"mode": "create"}).status_code == 303
        assert DomainRule.objects.get().mode == "create"
        assert client.post("/settings/assigning", {"mode": "alles"}).status_code == 422

    def test_who_may_not_set_it_may_not(self, beat: Actor) -> None:
        with pytest.raises(PermissionDenied):
            assigning.change_domain_rule(beat, "off")
