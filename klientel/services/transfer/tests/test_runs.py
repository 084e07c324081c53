"""What rows mean: found, laid over each other, counted, refused, undone."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from klientel.domains.customers import queries
from klientel.domains.customers.actions import contacts, customers, deleting
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.transfer.customers import CustomerSession
from klientel.foundation.access import Actor
from klientel.foundation.db import bulk
from klientel.services.transfer import actions, engine, working
from klientel.services.transfer.models import Run, State
from klientel.services.transfer.queries import report, summary

from .conftest import Bring, opened, through

pytestmark = pytest.mark.django_db
HEADER = "Kundennummer;Firma;PLZ;Ort;Telefon;E-Mail;Notiz\n"


def counts(run: Run) -> tuple[int, int, int, int]:
    assert run.rows == run.created + run.changed + run.same + run.refused
    return run.created, run.changed, run.same, run.refused


def fields(actor: Actor, **by: str) -> dict[str, object]:
    row = Customer.objects.visible_to(actor).get(**by)
    return dict(queries.customer_fields([row])[row.pk])


def test_each_row_has_one_outcome_and_each_refusal_its_reason(bring: Bring) -> None:
    run = bring(
        "customers",
        HEADER
        + "A1;Alpha;10115;Berlin;030 1234567;a@alpha.example;\n"
        + f"A2;{'y' * 300};10115;Berlin;030 99;nicht-so;\n"
        + "A3;;10115;Berlin;;;\n"
        + "A4;Delta;1;zu;viele;a@b.example;x;y\n"
        + f"A5;{'x' * 201};;;;;\n"
        + "A1;Alpha;10115;Berlin;030 1234567;a@alpha.example;\n",
    )
    assert counts(run) == (1, 0, 1, 4)
    found = report(run)
    assert list(found) == [
        "batch",
        "run",
        "rows",
        "created",
        "changed",
        "same",
        "refused",
        "seconds",
        "errors",
    ]
    assert [(e["row"], e["column"], e["value"][:8]) for e in found["errors"]] == [
        (3, "Firma", "yyyyyyyy"),
        (4, "Firma", ""),
        (5, "", "A4 | Del"),
        (6, "Firma", "xxxxxxxx"),
    ]
    assert json.dumps(found)
    assert summary(run)["remarks"] == []  # nothing of a refused row was kept


def test_what_cannot_be_read_is_kept_as_text_and_named(bring: Bring, anna: Actor) -> None:
    content = (
        "Firma;E-Mail;E-Mail 2;Segment;Typ;Art;Land;Telefon;Kundenbetreuer;Ansprechpartner;"
        "Ansprechpartner E-Mail\n"
        "Alpha;nicht-so;a@alpha.example;Zirkus;Gönner;Verein;Utopia;siehe Netz;x@y.example;"
        "Sabine Huber;fehlt\n"
    )
    run = bring("customers", content)
    assert counts(run) == (1, 0, 0, 0)
    now = fields(anna, name="Alpha")
    assert now["emails"] == [{"value": "a@alpha.example", "preferred": True}]
    assert (now["type"], now["segment"], now["kind"]) == ("customer", "other", "company")
    assert now["phones"] == [{"kind": "phone", "value": "siehe Netz", "preferred": True}]
    kept = {
        "E-Mail": "nicht-so",
        "Segment": "Zirkus",
        "Typ": "Gönner",
        "Art": "Verein",
        "Land": "Utopia",
        "Kundenbetreuer": "x@y.example",
        "Ansprechpartner E-Mail": "fehlt",
    }
    lines = str(now["note"]).split("\n")
    assert set(lines[1:]) == {f"{column}: {value}" for column, value in kept.items()}
    said = {remark["column"]: remark["value"] for remark in summary(run)["remarks"]}
    assert said == kept | {"Telefon": "siehe Netz"}
    assert counts(bring("customers", content)) == (0, 0, 1, 0)


def test_lines_of_another_encoding_are_named(bring: Bring, anna: Actor) -> None:
    content = "Firma;Ort\nMüller;Köln\n".encode() + "Größe;Café\nJäger;Ulm\n".encode("cp1252")
    run = bring("customers", content)
    assert counts(run) == (3, 0, 0, 0)
    names = Customer.objects.visible_to(anna).order_by("pk").values_list("name", "city")
    assert list(names) == [("Müller", "Köln"), ("Größe", "Café"), ("Jäger", "Ulm")]
    assert [(r["row"], r["column"], r["value"]) for r in summary(run)["remarks"]] == [
        (3, "Firma", "Größe"),
        (3, "Ort", "Café"),
        (4, "Firma", "Jäger"),
    ]


def test_the_same_holds_for_a_record_that_is_changed(bring: Bring, anna: Actor) -> None:
    customers.create_customer(anna, number="K1", name="Alpha", segment="dealer", type="vendor")
    run = bring(
        "customers",
        "Kundennummer;Firma;Segment;Typ;E-Mail;Kundenbetreuer\nK1;Alpha;Zirkus;Gönner;x;y@z.example\n",
    )
    assert counts(run) == (0, 1, 0, 0)
    now = fields(anna, number="K1")
    assert (now["segment"], now["type"], now["emails"]) == ("dealer", "vendor", [])
    assert (now["account_manager"], "Kundenbetreuer: y@z.example" in str(now["note"])) == (
        "anna@klientel.example",
        True,
    )
    assert len(summary(run)["remarks"]) == 4


def test_numbers_of_a_known_customer_are_read_by_its_country(bring: Bring, anna: Actor) -> None:
    customers.create_customer(
        anna, number="K1", name="Alpha Ltd", addresses=[{"city": "London", "country": "GB"}]
    )
    content = (
        "Kundennummer;Firma;Land;Telefon;Ansprechpartner;Ansprechpartner Telefon\n"
        "K1;Alpha Ltd;;020 7946 0018;Ann Lee;020 7946 0019\n"
    )
    run = bring("customers", content)
    assert counts(run) == (0, 1, 0, 0)
    assert fields(anna, number="K1")["phones"] == [
        {"kind": "phone", "value": "+442079460018", "preferred": True}
    ]
    lee = Contact.objects.visible_to(anna).get(last_name="Lee")
    assert queries.contact_fields([lee])[lee.pk]["phones"][0]["value"] == "+442079460019"
    assert counts(bring("customers", content)) == (0, 0, 1, 0)
    without = "Kundennummer;Firma;Telefon\nK1;Alpha Ltd;020 7946 0018\n"
    assert counts(bring("customers", without)) == (0, 0, 1, 0)


def test_the_country_of_the_row_goes_before_that_of_the_customer(bring: Bring, anna: Actor) -> None:
    customers.create_customer(
        anna, number="K1", name="Alpha", addresses=[{"city": "London", "country": "GB"}]
    )
    bring("customers", "Kundennummer;Firma;Land;Telefon\nK1;Alpha;CH;044 668 18 00\n")
    assert fields(anna, number="K1")["phones"] == [
        {"kind": "phone", "value": "+41446681800", "preferred": True}
    ]


def test_a_later_row_of_the_file_is_read_by_the_country_of_the_first(
    bring: Bring, anna: Actor
) -> None:
    bring(
        "customers",
        "Kundennummer;Firma;Land;Ort;Telefon\nK1;Alpha;GB;London;\nK1;Alpha;;;020 7946 0018\n",
    )
    assert fields(anna, number="K1")["phones"] == [
        {"kind": "phone", "value": "+442079460018", "preferred": True}
    ]


def test_numbers_of_a_known_contact_are_read_by_the_country_of_its_customer(
    bring: Bring, anna: Actor
) -> None:
    owner = customers.create_customer(
        anna, name="Alpha Ltd", addresses=[{"city": "London", "country": "GB"}]
    )
    lee = contacts.add_contact(
        anna, customer_id=owner.pk, last_name="Lee", emails=[{"value": "lee@alpha.example"}]
    )
    run = bring(
        "contacts",
        "Nachname;E-Mail;Telefon;Durchwahl\nLee;lee@alpha.example;020 7946 0018;12\n",
    )
    assert counts(run) == (0, 1, 0, 0)
    lee.refresh_from_db()
    assert queries.contact_fields([lee])[lee.pk]["phones"] == [
        {"kind": "phone", "value": "+442079460018;ext=12", "preferred": True}
    ]


def test_a_text_too_long_for_a_number_goes_to_the_note(bring: Bring, anna: Actor) -> None:
    run = bring("customers", f"Firma;Telefon\nAlpha;{'lang ' * 60}\n")
    assert counts(run) == (1, 0, 0, 0)
    now = fields(anna, name="Alpha")
    assert (now["phones"], "lang lang" in str(now["note"])) == ([], True)
    assert len(summary(run)["remarks"]) == 1


def test_a_record_is_found_by_number_then_e_mail_then_name_and_postcode(
    bring: Bring, anna: Actor
) -> None:
    bring(
        "customers",
        HEADER
        + "K1;Alpha;10115;Berlin;;info@alpha.example;\n"
        + "K2;Beta;20095;Hamburg;;info@beta.example;\n"
        + "K3;Gamma Größe;50667;Köln;;;\n",
    )
    run = bring(
        "customers",
        "Nr.;Firma;PLZ;E-Mail;Ort\n"
        "K1;Alpha Neu;10115;;Berlin\n"
        ";Beta;99999;INFO@beta.example;Bremen\n"
        ";gamma grosse;50667;;Bonn\n",
    )
    assert counts(run) == (0, 3, 0, 0)
    assert fields(anna, number="K1")["name"] == "Alpha Neu"
    assert Customer.objects.visible_to(anna).get(number="K2").city == "Bremen"
    assert Customer.objects.visible_to(anna).get(number="K3").city == "Bonn"


def test_a_shared_mailbox_makes_nobody_another(bring: Bring, anna: Actor) -> None:
    content = (
        "Kundennummer;Firma;E-Mail\n"
        "1;Nord GmbH;info@gruppe.example\n"
        "2;Süd GmbH;info@gruppe.example\n"
        "3;West GmbH;info@gruppe.example\n"
    )
    assert counts(bring("customers", content)) == (3, 0, 0, 0)
    assert counts(bring("customers", content)) == (0, 0, 3, 0)
    people = "Vorname;Nachname;E-Mail\nSabine;Huber;info@x.example\nMax;Muster;info@x.example\n"
    assert counts(bring("contacts", people)) == (2, 0, 0, 0)
    assert counts(bring("contacts", people)) == (0, 0, 2, 0)
    names = Contact.objects.visible_to(anna).values_list("last_name", flat=True)
    assert sorted(names) == ["Huber", "Muster"]


def test_one_key_may_be_forced(bring: Bring, anna: Actor) -> None:
    bring("customers", HEADER + "K1;Alpha;1;A;;a@alpha.example;\n")
    run = bring("customers", HEADER + "K9;Alpha Zwei;2;B;;a@alpha.example;\n", match="email")
    assert counts(run) == (0, 1, 0, 0)
    assert Customer.objects.visible_to(anna).get().number == "K9"
    assert counts(bring("customers", HEADER + "K9;Neu;3;C;;;\n", match="name")) == (0, 0, 0, 1)


def test_of_several_that_fit_the_oldest_is_taken_and_it_is_said(bring: Bring, anna: Actor) -> None:
    for _ in range(2):
        customers.create_customer(anna, name="Zwilling", emails=[{"value": "z@z.example"}])
    run = bring("customers", "Firma;E-Mail;Ort\nZwilling;z@z.example;Ulm\n")
    assert counts(run) == (0, 1, 0, 0)
    assert Customer.objects.visible_to(anna).order_by("pk")[0].city == "Ulm"
    assert len(summary(run)["remarks"]) == 1


def test_only_what_a_row_says_is_touched(bring: Bring, anna: Actor) -> None:
    row = customers.create_customer(
        anna,
        number="K1",
        name="Alpha",
        website="alpha.example",
        note="Von Hand",
        phones=[{"kind": "phone", "value": "030 1111111"}, {"kind": "fax", "value": "030 222222"}],
        emails=[{"value": "eins@alpha.example"}, {"value": "zwei@alpha.example"}],
        addresses=[{"street": "Weg 1", "postal_code": "10115", "city": "Berlin", "country": "DE"}],
    )
    run = bring(
        "customers",
        "Kundennummer;Firma;Ort;PLZ;Telefon;E-Mail;Website;Farbe\n"
        "K1;Alpha;Potsdam;;030 3333333;zwei@alpha.example;NULL;rot\n",
    )
    assert counts(run) == (0, 1, 0, 0)
    row.refresh_from_db()
    now = queries.customer_fields([row])[row.pk]
    assert [p["value"] for p in now["phones"]] == ["+49303333333", "+4930222222"]
    assert [e["value"] for e in now["emails"]] == ["eins@alpha.example", "zwei@alpha.example"]
    assert now["addresses"][0]["street"] == "Weg 1"
    assert (now["addresses"][0]["city"], now["addresses"][0]["postal_code"]) == ("Potsdam", "10115")
    assert now["website"] == "https://alpha.example"
    assert now["note"] == "Von Hand\n\n— Import —\nFarbe: rot"
    [shown] = run.shown.all()
    assert shown.key == row.pk
    assert ["Phone 030 1111111, Fax 030 222222", "Phone 030 3333333, Fax 030 222222"] in [
        shown_values[1:] for shown_values in shown.differences
    ]


def test_rows_of_one_record_are_laid_over_each_other(bring: Bring, check: Bring) -> None:
    content = (
        "Firma;PLZ;Ansprechpartner;Telefon\n"
        "Alpha;10115;Sabine Huber;\n"
        "Alpha;10115;Luc Favre;030 1234567\n"
        "Alpha;10115;Sabine Huber;\n"
        "Alpha;10115;;030 7654321\n"
    )
    assert counts(check("customers", content)) == (1, 2, 1, 0)
    assert not Customer.objects.exists()
    assert counts(bring("customers", content)) == (1, 2, 1, 0)
    [row] = Customer.objects.all()
    assert [c.name for c in queries.contacts_of([row.pk])[row.pk]] == ["Sabine Huber", "Luc Favre"]
    assert [p["value"] for p in queries.customer_fields([row])[row.pk]["phones"]] == [
        "+49307654321"
    ]


def test_a_check_over_several_chunks_says_what_the_run_will_do(
    bring: Bring, check: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "FIRST", 3)
    monkeypatch.setattr(engine.Chunks, "learn", lambda _self, _locked: None)
    rows = [f"{n % 7};Firma {n % 7};{'Ort' if n < 7 else 'Stadt'};" for n in range(21)]
    content = "Kundennummer;Firma;Ort;E-Mail\n" + "\n".join(rows) + "\n;;Ulm;\n"
    assert counts(check("customers", content)) == (7, 7, 7, 1)
    assert counts(bring("customers", content)) == (7, 7, 7, 1)


def test_contacts_find_their_customer(bring: Bring, anna: Actor) -> None:
    customer = customers.create_customer(
        anna, number="K1", name="Alpha AG", addresses=[{"city": "Zürich", "country": "CH"}]
    )
    run = bring(
        "contacts",
        "Kundennummer;Firma;Anrede;Vorname;Nachname;Telefon;Primärer Kontakt\n"
        "K1;;Frau Dr.;Anna;Meier;044 668 18 00;ja\n"
        ";alpha ag;Herr;Urs;Keller;;nein\n"
        "K9;;;Nie;Mand;;\n"
        ";Unbekannt GmbH;;Ein;Zel;;\n",
    )
    assert counts(run) == (3, 0, 0, 1)
    meier = Contact.objects.visible_to(anna).get(last_name="Meier")
    assert (meier.customer_id, meier.salutation, meier.title) == (customer.pk, "ms", "Dr.")
    assert queries.contact_fields([meier])[meier.pk]["phones"][0]["value"] == "+41446681800"
    assert Contact.objects.visible_to(anna).get(last_name="Keller").customer_id == customer.pk
    alone = Contact.objects.visible_to(anna).get(last_name="Zel")
    assert (alone.customer_id, "Unbekannt GmbH" in alone.note) == (None, True)


def test_a_person_without_a_company_is_a_private_customer(bring: Bring, anna: Actor) -> None:
    run = bring("customers", "Firma;Vorname;Nachname;E-Mail\n;Zoé;Lefèvre;zoe@l.example\n")
    assert counts(run) == (1, 0, 0, 0)
    assert fields(anna)["kind"] == "individual"
    assert fields(anna)["name"] == "Zoé Lefèvre"


@pytest.mark.parametrize(
    "header",
    [
        "Firma;Segment;Typ;Land;Sprache;Kategorie;Unterkategorie;Aktiv",
        "Société;Segment;Type;Pays;Langue;Catégorie;Sous-catégorie;Actif",
        "Company;Segment;Type;Country;Language;Category;Subcategory;Active",
    ],
)
@pytest.mark.parametrize(
    "row",
    [
        "X;Vertriebspartner;Lieferant;Schweiz;Französisch;Bau;Tief;nein",
        "X;Revendeur;Fournisseur;Suisse;français;Bau;Tief;non",
        "X;dealer;vendor;CH;fr;Bau;Tief;0",
    ],
)
def test_words_of_three_languages_are_understood(
    bring: Bring, anna: Actor, header: str, row: str
) -> None:
    assert counts(bring("customers", f"{header}\n{row}\n")) == (1, 0, 0, 0)
    now = fields(anna, name="X")
    assert (now["segment"], now["type"], now["language"]) == ("dealer", "vendor", "fr")
    assert (now["category"], now["subcategory"], now["active"]) == ("Bau", "Tief", False)


def test_a_sub_category_of_no_or_another_category_is_kept_and_named(
    bring: Bring, anna: Actor
) -> None:
    customers.create_customer(anna, number="K1", name="Alpha", category="Bau", subcategory="Hoch")
    run = bring(
        "customers",
        "Kundennummer;Firma;Kategorie;Unterkategorie\n"
        "K1;Alpha;;Tief\nK2;Beta;Handel;Hoch\nK3;Gamma;;Hoch\nK4;Delta;Bau;Hoch\n"
        "K5;Epsilon;Handel;Messe\nK6;Zeta;Bau;Messe\n",
    )
    assert counts(run) == (5, 1, 0, 0)
    lists = {}
    for number in range(1, 7):
        now = fields(anna, number=f"K{number}")
        is_kept = "Unterkategorie: " in str(now["note"])
        lists[number] = (now["category"], now["subcategory"], is_kept)
    assert lists == {
        1: ("Bau", "Tief", False),
        2: ("Handel", "", True),
        3: ("", "", True),
        4: ("Bau", "Hoch", False),
        5: ("Handel", "Messe", False),
        6: ("Bau", "", True),
    }


def test_a_run_is_undone_as_a_whole(bring: Bring, anna: Actor) -> None:
    before = customers.create_customer(anna, number="K1", name="Alpha")
    run = bring("customers", HEADER + "K1;Anders;1;A;;;\nK2;Beta;2;B;;;\n")
    actions.undo(anna, run)
    assert (run.undo, run.stayed) == ("done", [])
    assert [c.name for c in Customer.objects.visible_to(anna)] == [before.name]


def test_what_was_edited_since_stays_and_is_named(bring: Bring, anna: Actor) -> None:
    run = bring("customers", HEADER + "K1;Alpha;1;A;;;\nK2;Beta;2;B;;;\n")
    customers.change_customer(anna, Customer.objects.get(number="K2"), name="Beta & Co.")
    actions.undo(anna, run)
    assert [name for name, _reason in run.stayed] == ["Beta & Co."]
    assert [c.number for c in Customer.objects.visible_to(anna)] == ["K2"]


def test_a_row_deleted_meanwhile_is_refused_and_the_others_are_written(
    anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("K1", "K2"):
        customers.create_customer(anna, number=number, name="Alpha")
    run = opened(anna, "customers", HEADER + "K1;Neu;1;A;;;\nK2;Neu;2;B;;;\nK3;Neu;3;C;;;\n")
    actions.start(anna, run, worker="me")
    prepare = CustomerSession.prepare

    def and_then_delete(session: CustomerSession, rows: Sequence[Any]) -> object:
        prepared = prepare(session, rows)
        deleting.delete_customers(anna, [Customer.objects.get(number="K1")])
        return prepared

    monkeypatch.setattr(CustomerSession, "prepare", and_then_delete)
    assert counts(through(run)) == (1, 1, 0, 1)
    assert [error["row"] for error in report(run)["errors"]] == [2]


def test_who_may_not_import_is_refused(beat: Actor, anna: Actor) -> None:
    with pytest.raises(PermissionDenied):
        opened(beat, "customers", HEADER + "K1;Alpha;1;A;;;\n")
    run = opened(anna, "customers", HEADER + "K1;Alpha;1;A;;;\n")
    with pytest.raises(PermissionDenied):
        actions.start(beat, run)


def test_rights_lost_since_end_the_run(anna: Actor, people: object) -> None:
    run = opened(anna, "customers", HEADER + "K1;Alpha;1;A;;;\n")
    actions.start(anna, run, worker="me")
    owner = people("admin")  # type: ignore[operator]  # the fixture
    owner.role = "read_only"
    owner.save()
    assert through(run).state == State.FAILED
    assert run.error
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("mapping", "key"),
    [
        ({"Firma": "name", "Ort": "name"}, "mapping"),
        ({"Firma": ""}, "mapping"),
        ({"Firma": "geburtstag"}, "mapping"),
        ({"Gibt es nicht": "name"}, "mapping"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(
    anna: Actor, mapping: dict[str, str], key: str
) -> None:
    run = opened(anna, "customers", "Firma;Ort\nA;B\n")
    with pytest.raises(ValidationError) as caught:
        actions.set_mapping(anna, run, mapping=mapping)
    assert list(caught.value.message_dict) == [key]
    with pytest.raises(ValidationError):
        actions.set_mapping(anna, run, match="farbe")


def test_a_run_starts_once_and_ends_when_it_is_stopped(anna: Actor) -> None:
    run = opened(anna, "customers", HEADER + "K1;Alpha;1;A;;;\n")
    actions.start(anna, run, worker="me")
    with pytest.raises(ValidationError):
        actions.start(anna, run)
    actions.cancel(anna, run)
    assert not engine.work(run.pk, "me")
    assert not Customer.objects.exists()


def test_a_worker_that_lost_its_lease_writes_nothing(
    anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = opened(anna, "customers", HEADER + "K1;Alpha;1;A;;;\n")
    actions.start(anna, run, worker="me")
    move_on = working.move_on

    def robbed(*args: Any, **kwargs: Any) -> None:
        Run.objects.filter(pk=run.pk).update(worker="another")
        move_on(*args, **kwargs)

    monkeypatch.setattr(working, "move_on", robbed)
    assert not engine.work(run.pk, "me")
    assert not Customer.objects.exists()


def test_imports_write_one_after_the_other(anna: Actor) -> None:
    first, second = (opened(anna, "customers", HEADER + "K1;Alpha;1;A;;;\n") for _ in range(2))
    actions.start(anna, first, worker="one")
    actions.start(anna, second)
    assert not engine.work(second.pk, "two")
    assert counts(through(first)) == (1, 0, 0, 0)
    assert engine.work(second.pk, "two")
    second.refresh_from_db()
    assert counts(second) == (0, 0, 1, 0)


def test_the_refused_rows_of_an_address_book_name_the_contact(bring: Bring, anna: Actor) -> None:
    contacts.add_contact(anna, last_name="Huber", first_name="Sabine")
    long = "x" * 121
    run = bring("contacts", f"Nom;Prénom;Fonction\nHuber;Sabine;{long}\nFavre;Luc;Chef\n")
    assert counts(run) == (1, 0, 0, 1)
    assert run.shown.get(outcome="refused").name == "Sabine Huber"


def test_the_time_of_a_run_counts_what_comes_after_a_chunk_was_written(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as its commit, where PostgreSQL checks the foreign keys."""
    now = [100.0]
    monkeypatch.setattr(engine, "perf_counter", lambda: now[0])
    monkeypatch.setattr(bulk, "refresh_statistics", lambda: now.append(now.pop() + 7))
    assert bring("customers", HEADER + "A1;Alpha;10115;Berlin;;;\n").seconds == pytest.approx(7)
