"""Primary contacts that leave many customers at once: the next one by name follows, by rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from klientel.domains.customers.actions import contacts, customers
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.bulk import actions as runs
from klientel.services.bulk import queries
from klientel.services.bulk.models import BulkRun
from klientel.services.bulk.wishes import Wish
from klientel.services.journal.undo import undo_batch
from tests.api import caller, content

from .pages import text_of

pytestmark = pytest.mark.django_db
OFF = {"active": False}
NEXT = {"successors": "next"}
OFFER = "Nächsten aktiven Kontakt nach Namen nehmen"


@pytest.fixture
def three(anna: Actor) -> list[Customer]:
    """The first of each is the primary contact, the last of Ruhr is inactive."""
    names = {"Lahn": ["Zorn", "Beck", "Abel"], "Main": ["Dorn", "Horn"], "Ruhr": ["Kern", "Anders"]}
    made = [
        customers.create_customer(
            anna, name=name, contacts=[{"last_name": each} for each in people]
        )
        for name, people in names.items()
    ]
    contacts.change_contact(anna, contact("Anders"), active=False)
    return made


def contact(name: str) -> Contact:
    return Contact.objects.get(last_name=name, deleted_at=None)


def primaries(purpose: str = "primary") -> list[str]:
    found = Contact.objects.filter(deleted_at=None, **{purpose: True})
    return list(found.order_by("customer__name_fold").values_list("last_name", flat=True))


def opened(actor: Actor, *names: str) -> BulkRun:
    return runs.open_run(actor, "contacts", [contact(name).pk for name in names])


@pytest.mark.parametrize("wish", [Wish(set=OFF), Wish(act="delete")])
def test_the_preview_offers_the_rule_and_says_who_follows(
    client: Client, anna: Actor, three: list[Customer], wish: Wish
) -> None:
    run = opened(anna, "Zorn", "Dorn", "Kern")
    runs.check(anna, run, wish)
    page = text_of(client.get(f"/bulk/{run.pk}"))
    assert "3 von ihnen sind primäre Kontakte von Kunden, die dann keinen mehr haben." in page
    assert OFFER in page
    client.post(f"/bulk/{run.pk}/offer", {"remark": "vacated"})
    page = text_of(client.get(f"/bulk/{run.pk}"))
    assert "2 von ihnen sind primäre Kontakte; bei jedem Kunden folgt der nächste aktive" in page
    assert "1 von ihnen ist primärer Kontakt eines Kunden, der dann keinen mehr hat." in page
    assert ("Abel" in page, "Horn" in page, OFFER in page) == (True, True, False)
    assert primaries() == ["Zorn", "Dorn", "Kern"]
    client.post(f"/bulk/{run.pk}/start")
    assert primaries() == ["Abel", "Horn"]
    run.refresh_from_db()
    assert run.remarks == {"handed": 2, "vacated": 1}
    undo_batch(anna, run.batch)
    assert primaries() == ["Zorn", "Dorn", "Kern"]


def test_nobody_following_stays_possible(
    client: Client, anna: Actor, three: list[Customer]
) -> None:
    run = opened(anna, "Zorn")
    runs.check(anna, run, Wish(set=OFF, given=NEXT))
    client.post(f"/bulk/{run.pk}/offer", {"remark": "handed"})
    assert OFFER in text_of(client.get(f"/bulk/{run.pk}"))
    client.post(f"/bulk/{run.pk}/start")
    assert primaries() == ["Dorn", "Kern"]
    assert OFFER not in text_of(client.get(f"/bulk/{run.pk}"))
    client.post(f"/bulk/{run.pk}/offer", {"remark": "vacated"})
    run.refresh_from_db()
    assert run.state == "done"


def test_who_goes_with_a_later_piece_does_not_follow(
    anna: Actor, three: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "PIECE", 1)
    run = opened(anna, "Zorn", "Abel", "Dorn", "Horn")
    runs.check(anna, run, Wish(act="delete", given=NEXT))
    run.refresh_from_db()
    checked = run.remarks
    runs.start(anna, run)
    run.refresh_from_db()
    assert (checked, run.remarks) == ({"handed": 1, "vacated": 1},) * 2
    assert primaries() == ["Beck", "Kern"]


def test_whoever_follows_gets_all_the_one_before_was_primary_for(
    anna: Actor, three: list[Customer]
) -> None:
    contacts.change_contact(anna, contact("Zorn"), primary_technical=True, primary_billing=True)
    run = opened(anna, "Zorn")
    runs.start(anna, run, Wish(set=OFF, given=NEXT))
    for purpose in ("primary_technical", "primary_billing"):
        assert primaries(purpose) == ["Abel"]
    undo_batch(anna, run.batch)
    assert primaries("primary_billing") == ["Zorn"]


def test_who_is_refused_keeps_the_mark(
    anna: Actor, three: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = opened(anna, "Zorn", "Dorn")
    runs.check(anna, run, Wish(set=OFF, given=NEXT))
    contacts.change_contact(anna, contact("Zorn"), active=False)
    contacts.change_contact(anna, contact("Zorn"), active=True)
    contacts.change_contact(anna, contact("Zorn"), primary=True)
    run.refresh_from_db()
    runs.start(anna, run)
    assert set(primaries()) >= {"Horn", "Kern"}
    run.refresh_from_db()
    assert run.changed + run.refused == 2


def test_those_who_move_away_are_followed_as_well(anna: Actor, three: list[Customer]) -> None:
    run = opened(anna, "Zorn", "Horn")
    to = {"to": three[2].pk, "name": "Ruhr"}
    runs.start(anna, run, Wish(act="move", given={**to, **NEXT}))
    assert primaries() == ["Abel", "Dorn", "Kern"]
    undo_batch(anna, run.batch)
    assert primaries() == ["Zorn", "Dorn", "Kern"]
    assert contact("Zorn").customer_id == three[0].pk


def test_the_rule_is_kept_on_the_way_back_to_the_fields(
    client: Client, anna: Actor, three: list[Customer]
) -> None:
    run = opened(anna, "Zorn")
    runs.check(anna, run, Wish(set=OFF, given=NEXT))
    client.post(f"/bulk/{run.pk}/fields", {"change": ["active"], "active": "no"})
    run.refresh_from_db()
    assert run.remarks == {"handed": 1}


def test_a_dialog_for_many_customers_asks_once_for_all(client: Client, anna: Actor) -> None:
    for place in range(7):
        row = customers.create_customer(anna, name=f"Firma {place}")
        for name in ("Erst", "Zweit")[: 1 if place == 6 else 2]:
            contacts.add_contact(anna, customer_id=row.pk, last_name=f"{name}{place}")
    going = list(Contact.objects.filter(primary=True).values_list("pk", flat=True))
    asked = text_of(client.post("/contacts/chosen/delete", {"ids": going}))
    assert "7 Kunden verlieren einen primären Kontakt. Wer übernimmt?" in asked
    assert "Der nächste aktive Kontakt nach Namen, bei 6 Kunden" in asked
    assert "1 Kunde hat keinen anderen" in asked
    chosen = ",".join(map(str, going))
    client.post("/contacts/chosen/delete", {"chosen": chosen, "successors": "next"})
    assert primaries() == [f"Zweit{place}" for place in range(6)]


def test_the_api_takes_the_rule(three: list[Customer], people: Callable[[str], User]) -> None:
    given = {"ids": [contact("Zorn").pk], "set": OFF, "successors": "next"}
    program = caller(people("admin"))
    found = content(program.post("contacts/bulk", given), 202)
    assert primaries() == ["Abel", "Dorn", "Kern"]
    told = [each for each in found["examples"] if each["field"] == "primary"]
    assert [(each["before"], each["after"]) for each in told] == [("Zorn", "Abel")]
    content(program.post("contacts/bulk", {**given, "successors": "last"}), 422)


def test_every_reader_reads_values_in_the_own_language(anna: Actor, three: list[Customer]) -> None:
    run = runs.open_run(anna, "customers", [three[0].pk])
    with translation.override("de"):
        runs.check(anna, run, Wish(set={"active": False, "segment": "rental"}))
    run.refresh_from_db()
    read = {}
    for language in ("de", "fr", "en"):
        with translation.override(language):
            read[language] = {each["after"] for each in queries.summary(anna, run)["examples"]}
    assert read == {
        "de": {"inaktiv", "Vermieter"},
        "fr": {"inactif", "Loueur"},
        "en": {"inactive", "Rental company"},
    }


def test_a_refusal_of_all_is_read_in_the_own_language(anna: Actor, three: list[Customer]) -> None:
    run = opened(anna, "Zorn")
    with translation.override("de"):
        runs.check(anna, run, Wish(act="move", given={"to": 987_654, "name": "Isar"}))
    run.refresh_from_db()
    with translation.override("en"):
        assert queries.summary(anna, run)["errors"][0]["reason"] == "Isar has been deleted."


def test_values_kept_as_text_by_earlier_versions_are_read_as_they_are(
    anna: Actor, three: list[Customer]
) -> None:
    run = runs.open_run(anna, "customers", [three[0].pk])
    runs.check(anna, run, Wish(set={"segment": "rental"}))
    run.shown.update(differences=[["emails", "", "a@b.example"]])
    assert queries.summary(anna, run)["examples"][0]["after"] == "a@b.example"
