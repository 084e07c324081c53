"""Acts on chosen rows: a dialog agrees on them, one batch holds what was done."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tests.listing import browser, many, several
from klientel.foundation.access import Actor
from klientel.foundation.ui import choosing
from klientel.services.accounts.models import User
from klientel.services.bulk import actions as runs
from klientel.services.journal.models import Batch

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


def test_deleting_tells_the_numbers_first_and_can_be_taken_back(
    anna: Actor, client: Client
) -> None:
    customers = many(anna, 3)
    keys = [customer.pk for customer in customers[:2]]
    dialog = client.post("/customers/chosen/delete", {"ids": keys})
    page = dialog.content.decode()
    assert "2 Kunden löschen?" in page
    assert "Firma 000, Firma 001" in page
    assert "Person 000, Person 001" in page
    assert Customer.objects.visible_to(anna).count() == 3

    chosen = {"chosen": dialog.context["chosen"], "next": "/customers?sort=name"}
    answer = client.post("/customers/chosen/delete", chosen)
    assert (answer.status_code, answer.headers["location"]) == (303, "/customers?sort=name")
    assert [each.name for each in Customer.objects.visible_to(anna)] == ["Firma 002"]
    assert Contact.objects.visible_to(anna).count() == 1
    batch = Batch.objects.latest("at")
    undo = reverse("journal:undo", args=[batch.key])
    assert undo in client.get("/customers").content.decode()
    client.post(undo)
    assert Customer.objects.visible_to(anna).count() == 3


def test_one_customer_is_named_in_the_question(anna: Actor, client: Client) -> None:
    [customer] = several(anna, {"name": "Huber <b>"})
    page = client.get("/customers/chosen/delete", {"ids": customer.pk}).content.decode()
    assert "Kunde „Huber &lt;b&gt;“ löschen?" in page


def test_all_hits_are_those_of_the_search_when_the_dialog_opened(
    anna: Actor, client: Client
) -> None:
    many(anna, 60)
    several(anna, {"name": "Anders"})
    dialog = client.post("/customers/chosen/segment", {"all": "1", "query": "q=firma&sort=-name"})
    chosen = dialog.context["chosen"]
    assert dialog.context["count"] == 60
    several(anna, {"name": "Firma später"})
    client.post("/customers/chosen/segment", {"chosen": chosen, "segment": "rental"})
    changed = Customer.objects.visible_to(anna).filter(segment="rental")
    assert changed.count() == 60
    assert Batch.objects.latest("at").actor_id == anna.user_id
    client.post(reverse("journal:undo", args=[Batch.objects.latest("at").key]))
    assert not changed.exists()


def test_status_is_set_at_once_and_in_one_batch(anna: Actor, client: Client) -> None:
    customers = many(anna, 3)
    before = Batch.objects.count()
    answer = client.post(
        "/customers/chosen/inactive",
        {"ids": [customer.pk for customer in customers]},
        headers={"hx-request": "true", "hx-current-url": "http://testserver/customers?q=f"},
    )
    assert answer.headers["HX-Redirect"] == "http://testserver/customers?q=f"
    assert not Customer.objects.visible_to(anna).filter(active=True).exists()
    assert Batch.objects.count() == before + 1
    client.post("/customers/chosen/active", {"ids": [customers[0].pk]})
    assert Customer.objects.visible_to(anna).filter(active=True).count() == 1


def test_more_than_can_be_done_at_once_is_said(
    anna: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(anna, 12)
    monkeypatch.setattr(choosing, "COUNT_CAP", 10)
    monkeypatch.setattr(runs, "MOST", 10)
    for verb in ("delete", "edit", "segment", "active"):
        answer = client.post(f"/customers/chosen/{verb}", {"all": "1", "query": ""})
        assert answer.status_code == 422
        assert "höchstens 10 Zeilen auf einmal" in answer.content.decode()
        assert "<html" in answer.content.decode()
    dialog = client.post(
        "/customers/chosen/delete", {"all": "1"}, headers={"hx-request": "true"}
    ).content.decode()
    assert "höchstens 10 Zeilen auf einmal" in dialog
    assert "<html" not in dialog


@pytest.mark.parametrize(
    "given",
    [{}, {"ids": "x"}, {"ids": "9" * 30}, {"ids": "-1"}, {"chosen": ",,\x00"}, {"ids": "999"}],
)
def test_rows_that_are_not_there_change_nothing(
    anna: Actor, client: Client, given: dict[str, str]
) -> None:
    several(anna, {"name": "A"})
    for verb in ("delete", "edit", "segment", "active"):
        assert client.post(f"/customers/chosen/{verb}", given).status_code == 303
    assert client.post("/contacts/chosen/delete", given).status_code == 303
    assert Customer.objects.visible_to(anna).filter(version=1).count() == 1


def test_contacts_go_alone(anna: Actor, client: Client) -> None:
    many(anna, 2)
    key = Contact.objects.visible_to(anna).earliest("pk").pk
    assert "Person 000" in client.post("/contacts/chosen/delete", {"ids": key}).content.decode()
    client.post("/contacts/chosen/delete", {"chosen": key})
    assert [contact.name for contact in Contact.objects.visible_to(anna)] == ["Person 001"]
    assert Customer.objects.visible_to(anna).count() == 2


def test_who_may_not_is_not_offered_it_and_is_refused(
    anna: Actor, people: People, client: Client
) -> None:
    [customer] = several(anna, {"name": "A", "contacts": [{"last_name": "X"}]})
    reader = browser(people, "read_only")
    page = reader.get("/customers").content.decode()
    for word in ("Segment ändern", "Kunden löschen", "Inaktiv setzen", "Exportieren"):
        assert word not in page
        assert word in client.get("/customers").content.decode()
    for path in (
        "/customers/chosen/delete",
        "/customers/chosen/segment",
        "/customers/chosen/active",
        "/customers/chosen/inactive",
        "/customers/export",
        "/contacts/chosen/delete",
        "/contacts/export",
    ):
        assert reader.post(path, {"chosen": customer.pk, "format": "csv"}).status_code == 403
    assert browser(people, "user").post("/customers/chosen/delete").status_code == 403
    assert Client().get("/customers").status_code == 302
