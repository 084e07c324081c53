"""Fields changed at many records: preview, run, one change set, one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import queries
from klientel.domains.customers.actions import customers, deleting
from klientel.domains.customers.fields import NewCustomer
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tests.listing import browser, many, several
from klientel.foundation.access import Actor
from klientel.foundation.ui import choosing
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, User
from klientel.services.bulk import actions, engine
from klientel.services.bulk.models import BulkRun, State
from klientel.services.journal.models import Batch
from klientel.services.journal.undo import undo_batch

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


def opened(client: Client, rows: Sequence[Customer | Contact], **given: str) -> BulkRun:
    kind = "contacts" if isinstance(rows[0], Contact) else "customers"
    data: dict[str, Any] = {**given} or {"ids": [row.pk for row in rows]}
    answer = client.post(f"/{kind}/chosen/change", data)
    assert answer.status_code == 303
    return BulkRun.objects.latest("pk")


def previewed(client: Client, run: BulkRun, **fields: Any) -> Any:
    """`fields` are ticked, unless they say how to."""
    change = [name for name in fields if not name.startswith("how_")]
    answer = client.post(f"/bulk/{run.pk}/fields", {"change": change, **fields}, follow=True)
    run.refresh_from_db()
    return answer


def started(client: Client, run: BulkRun) -> Any:
    answer = client.post(f"/bulk/{run.pk}/start")
    run.refresh_from_db()
    return answer


def counts(run: BulkRun) -> tuple[int, int, int]:
    return run.changed, run.same, run.refused


def fields_of(rows: Sequence[Customer]) -> list[Any]:
    found = queries.customer_fields(list(Customer.objects.filter(pk__in=[row.pk for row in rows])))
    return [found[row.pk] for row in rows]


def test_a_preview_counts_names_examples_and_writes_nothing(anna: Actor, client: Client) -> None:
    rows = many(anna, 12)
    customers.change_customer(anna, rows[3], segment="rental")
    batches = Batch.objects.count()
    run = opened(client, rows)
    answer = previewed(client, run, segment="rental")
    page = answer.content.decode()
    assert run.state == State.PLANNED
    assert counts(run) == (11, 1, 0)
    assert "11 Zeilen werden geändert" in page
    examples = [each.differences for each in answer.context["rows"]]
    assert examples == [[("Segment", "Sonstige", "Vermieter")]] * 10
    assert "1 weitere Zeile wird hier nicht gezeigt." in page
    assert not Customer.objects.filter(segment="rental").exclude(pk=rows[3].pk).exists()
    assert Batch.objects.count() == batches


def test_the_run_is_one_change_set_with_one_undo(anna: Actor, client: Client) -> None:
    rows = many(anna, 130)
    batches = Batch.objects.count()
    run = opened(client, rows)
    previewed(client, run, segment="rental", account_manager="", note="Neu", how_note="append")
    answer = started(client, run)
    assert answer.headers["location"] == "/customers"
    assert counts(run) == (130, 0, 0)
    assert Batch.objects.count() == batches + 1
    assert {fields["segment"] for fields in fields_of(rows)} == {"rental"}
    page = client.get("/customers").content.decode()
    assert "130 Zeilen geändert" in page
    assert reverse("journal:undo", args=[run.batch]) in page

    client.post(reverse("journal:undo", args=[run.batch]))
    assert {fields["segment"] for fields in fields_of(rows)} == {"other"}
    assert {fields["note"] for fields in fields_of(rows)} == {""}
    assert {fields["account_manager"] for fields in fields_of(rows)} == {"anna@klientel.example"}
    assert "Die Änderung wurde rückgängig gemacht" in client.get(f"/bulk/{run.pk}").content.decode()


def test_refused_rows_are_named_and_the_others_are_written(anna: Actor, client: Client) -> None:
    good, parent, child = several(anna, {"name": "Gut"}, {"name": "Mutter"}, {"name": "Tochter"})
    customers.change_customer(anna, child, parent=parent.number)
    run = opened(client, [good, parent, child])
    page = previewed(client, run, parent=parent.number).content.decode()
    assert counts(run) == (1, 1, 1)
    assert "Eine Firma kann nicht ihre eigene Mutterfirma sein." in page or "refused" in page
    refused = client.get(f"/bulk/{run.pk}?show=refused").content.decode()
    assert "nicht ihre eigene Mutterfirma" in refused
    assert started(client, run).headers["location"] == f"/bulk/{run.pk}"
    assert [fields["parent"] for fields in fields_of([good, parent])] == [parent.number, ""]


def test_a_team_is_added_to_taken_from_and_replaced(
    anna: Actor, people: People, client: Client
) -> None:
    beat, chiara = people("user"), people("technician")
    StaffTeam.objects.create(name="Nord")
    first, second = several(
        anna, {"name": "A", "team": [beat.email]}, {"name": "B", "staff_teams": ["Nord"]}
    )

    def change(how: str, *members: str) -> list[tuple[list[str], list[str]]]:
        run = opened(client, [first, second])
        previewed(client, run, team=[*members], how_team=how)
        started(client, run)
        return [(each["team"], each["staff_teams"]) for each in fields_of([first, second])]

    both = sorted([beat.email, chiara.email])
    assert change("add", chiara.email) == [(both, []), ([chiara.email], ["Nord"])]
    assert change("remove", chiara.email, "team:Nord") == [([beat.email], []), ([], [])]
    assert change("set", "team:Nord") == [([], ["Nord"]), ([], ["Nord"])]


def test_every_field_of_the_form_can_be_changed(anna: Actor, client: Client) -> None:
    [parent, *rows] = several(anna, {"name": "Mutter"}, {"name": "A", "note": "Alt"}, {"name": "B"})
    values = {
        "segment": "rental",
        "category": "Gold",
        "subcategory": "Nord",
        "type": "prospect",
        "language": "fr",
        "active": "no",
        "account_manager": "",
        "parent": parent.number,
        "parent_relation": "franchise",
        "kind": "individual",
        "country": "CH",
        "website": "huber.example",
        "vat_id": "",
        "note": "Neu",
        "external_source": "Alt-CRM",
    }
    run = opened(client, rows)
    previewed(client, run, **values)
    started(client, run)
    assert counts(run) == (2, 0, 0)
    for fields in fields_of(rows):
        assert fields["addresses"][0]["country"] == "CH"
        assert not fields["active"]
        assert fields["website"] == "https://huber.example"
        left = values.keys() - {"active", "country", "website"}
        assert {name: fields[name] for name in left} == {name: values[name] for name in left}


def test_contacts_are_changed_and_lose_what_inactive_ones_cannot_be(
    anna: Actor, client: Client
) -> None:
    many(anna, 2)
    found = list(Contact.objects.visible_to(anna).order_by("pk"))
    run = opened(client, found)
    page = previewed(
        client, run, active="no", language="fr", portal_access="yes", position="Leitung"
    )
    assert "Primärer Kontakt" in page.content.decode()
    started(client, run)
    for contact in Contact.objects.visible_to(anna):
        told = (contact.active, contact.primary, contact.language, contact.position)
        assert told == (False, False, "fr", "Leitung")
        assert contact.portal_access
    undo_batch(anna, run.batch)
    assert Contact.objects.visible_to(anna).filter(active=True, primary=True).count() == 2


def test_all_hits_are_those_of_the_list_when_it_was_opened(anna: Actor, client: Client) -> None:
    rows = many(anna, 60)
    run = opened(client, rows, all="1", query="q=firma&sort=-name")
    several(anna, {"name": "Firma später"})
    previewed(client, run, segment="rental")
    started(client, run)
    assert run.total == 60
    assert Customer.objects.filter(segment="rental").count() == 60


def test_what_somebody_changed_since_the_preview_stays_and_is_named(
    anna: Actor, client: Client
) -> None:
    other, same, gone, untouched = several(anna, *(NewCustomer(name=name) for name in "ABCD"))
    run = opened(client, [other, same, gone, untouched])
    previewed(client, run, segment="rental")
    customers.change_customer(anna, other, language="fr")
    customers.change_customer(anna, same, segment="dealer")
    deleting.delete_customers(anna, [gone])
    assert started(client, run).headers["location"] == f"/bulk/{run.pk}"
    assert (counts(run), run.moved) == ((2, 0, 2), 3)
    assert [each["segment"] for each in fields_of([other, same, untouched])] == [
        "rental",
        "dealer",
        "rental",
    ]
    page = client.get(f"/bulk/{run.pk}?show=refused").content.decode()
    assert "Jemand anders hat das inzwischen geändert." in page
    assert "Der Datensatz wurde inzwischen gelöscht" in page
    assert "3 Zeilen sind nicht mehr wie in der Vorschau" in page


def test_a_wrong_value_is_said_beside_its_field(anna: Actor, client: Client) -> None:
    rows = many(anna, 1)
    run = opened(client, rows)
    nothing = client.post(f"/bulk/{run.pk}/fields", {"segment": "rental"})
    assert nothing.status_code == 422
    assert "Wählen Sie mindestens ein Feld." in nothing.content.decode()
    for fields, sentence in (
        ({"website": "javascript:alert(1)"}, "keine Webadresse"),
        ({"segment": "nichts"}, "nichts"),
        ({"parent": "keine solche"}, "keine solche"),
        ({"how_team": "add", "team": []}, "hinzugefügt oder entfernt"),
        ({"how_note": "append", "note": " "}, "hinzugefügt oder entfernt"),
        ({"external_source": "x" * 61}, "Höchstens 60"),
    ):
        page = previewed(client, run, **fields)
        assert page.status_code == 422, fields
        assert sentence in page.content.decode(), fields
        assert run.state == State.OPEN
    given = {"change": ["segment"], "segment": "rental", "website": "javascript:"}
    assert client.post(f"/bulk/{run.pk}/fields", given).status_code == 302


def test_back_at_the_fields_what_was_chosen_is_chosen(anna: Actor, client: Client) -> None:
    run = opened(client, many(anna, 1))
    previewed(client, run, segment="rental", note="Neu", how_note="append")
    form = client.get(f"/bulk/{run.pk}/fields").context["form"]
    assert form.ticked == ["segment", "note"]
    assert (form["segment"].value(), form["note"].value()) == ("rental", "Neu")


def test_who_may_not_change_is_refused(anna: Actor, people: People, client: Client) -> None:
    rows = many(anna, 1)
    run = opened(client, rows)
    assert browser(people, "read_only").post("/customers/chosen/change").status_code == 403
    assert browser(people, "technician").post("/customers/chosen/change").status_code == 403
    assert browser(people, "user").get(f"/bulk/{run.pk}/fields").status_code == 404
    assert browser(people, "read_only").get(f"/bulk/{run.pk}").status_code == 403
    assert client.post("/customers/chosen/change", {"ids": "x"}).headers["location"] == "/customers"


def test_rows_out_of_sight_are_not_changed(anna: Actor, people: People) -> None:
    RoleSight.objects.create(role=Role.USER, sight=Sight.MINE)
    beat = people("user")
    mine, hidden = several(anna, {"name": "Mein", "account_manager": beat.email}, {"name": "Fremd"})
    reader = browser(people, "user")
    run = opened(reader, [mine, hidden])
    page = previewed(reader, run, segment="rental").content.decode()
    assert counts(run) == (1, 0, 1)
    assert "Fremd" not in page
    started(reader, run)
    assert [each["segment"] for each in fields_of([mine, hidden])] == ["rental", "other"]


def test_rights_taken_away_meanwhile_hold(anna: Actor, people: People) -> None:
    rows = many(anna, 1)
    seller = people("user")
    reader = browser(people, "user")
    run = opened(reader, rows)
    previewed(reader, run, segment="rental")
    seller.role = Role.READ_ONLY
    seller.save()
    assert reader.post(f"/bulk/{run.pk}/start").status_code == 403
    assert fields_of(rows)[0]["segment"] == "other"


def test_a_run_is_started_once(anna: Actor, client: Client) -> None:
    rows = many(anna, 1)
    run = opened(client, rows)
    assert client.post(f"/bulk/{run.pk}/start", follow=True).status_code == 200
    assert fields_of(rows)[0]["segment"] == "other"
    previewed(client, run, segment="rental")
    started(client, run)
    page = client.post(f"/bulk/{run.pk}/start", follow=True).content.decode()
    assert "Diese Änderung wurde schon gestartet." in page


def test_all_hits_may_be_more_than_other_acts_take(
    anna: Actor, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many(anna, 12)
    monkeypatch.setattr(choosing, "COUNT_CAP", 10)
    assert opened(client, rows, all="1", query="").total == 12
    monkeypatch.setattr(actions, "MOST", 11)
    answer = client.post("/customers/chosen/change", {"all": "1", "query": ""}, follow=True)
    assert "höchstens 11 Zeilen auf einmal" in answer.content.decode()
    assert BulkRun.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("segment", {"segment": "rental"}),
        ("inactive", {}),
    ],
)
def test_a_quick_act_on_many_becomes_a_run(
    anna: Actor, client: Client, monkeypatch: pytest.MonkeyPatch, path: str, given: Any
) -> None:
    field, value = ("segment", "rental") if given else ("active", "no")
    rows = many(anna, 4)
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    chosen = ",".join(str(row.pk) for row in rows)
    answer = client.post(f"/customers/chosen/{path}", {"chosen": chosen, **given})
    run = BulkRun.objects.get()
    assert answer.headers["location"] == f"/bulk/{run.pk}"
    assert run.state == State.PLANNING
    assert engine.work(run.pk, "me")
    run.refresh_from_db()
    assert (run.state, run.changed) == (State.PLANNED, 4)
    form = client.get(f"/bulk/{run.pk}/fields").context["form"]
    assert (form.ticked, form[field].value()) == ([field], value)


def test_contacts_of_a_customer_are_exported_from_its_tab(anna: Actor, client: Client) -> None:
    [row] = several(anna, {"name": "A", "contacts": [{"last_name": "Eins"}, {"last_name": "Zwei"}]})
    page = client.get(f"/customers/{row.pk}/contacts").content.decode()
    assert "/contacts/export" in page
    one = Contact.objects.visible_to(anna).get(last_name="Eins")
    given = {"ids": one.pk, "format": "csv", "fields": "view"}
    answer = client.post("/contacts/export", given)
    text = answer.getvalue().decode()
    assert "Eins" in text
    assert "Zwei" not in text
