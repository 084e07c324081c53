"""Primary contacts for technical matters and for billing, through every door."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from klientel.domains.customers import exports
from klientel.domains.customers.actions import contacts, customers, deleting, moving
from klientel.domains.customers.actions.contacts import ContactChange
from klientel.domains.customers.fields import ContactFields, LooseContactFields
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.purposes import OPTIONAL, Heirs, Purpose
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.journal.undo import undo_batch
from klientel.services.journal.writing import writing
from klientel.services.transfer.queries import summary
from klientel.services.transfer.tests.conftest import Bring, bring
from tests.api import caller, content, fields

from .pages import each_table, filled, text_of
from .reading import contact

__all__ = ["bring"]  # a fixture
pytestmark = pytest.mark.django_db
each_purpose = pytest.mark.parametrize("purpose", OPTIONAL)


@pytest.fixture
def nord(anna: Actor) -> Customer:
    people: list[ContactFields] = [
        {"last_name": "Arp", "primary_technical": True, "primary_billing": True},
        {"last_name": "Boje"},
        {"last_name": "Carstens"},
    ]
    return customers.create_customer(anna, name="Nordbau", contacts=people)


def who(customer: Customer, purpose: str) -> list[str]:
    found = Contact.objects.filter(customer=customer, deleted_at=None, **{purpose: True})
    return [each.last_name for each in found]


def add(actor: Actor, customer: int | None, name: str, purpose: Purpose) -> None:
    row = LooseContactFields(customer_id=customer, last_name=name)
    row[purpose] = True
    contacts.add_contact(actor, **row)


def tick(actor: Actor, row: Contact, purpose: Purpose) -> None:
    ticked = ContactFields()
    ticked[purpose] = True
    contacts.change_contact(actor, row, **ticked)


def test_nobody_is_it_before_somebody_is_chosen(anna: Actor) -> None:
    made = customers.create_customer(anna, name="Süd", contacts=[{"last_name": "Erste"}])
    assert [who(made, each) for each in ("primary", *OPTIONAL)] == [["Erste"], [], []]
    twice: list[ContactFields] = [
        {"last_name": "Eins", "primary_billing": True},
        {"last_name": "Zwei", "primary_billing": True},
    ]
    other = customers.create_customer(anna, name="West", contacts=twice)
    assert who(other, "primary_billing") == ["Eins"]


@each_purpose
def test_the_database_itself_allows_one(anna: Actor, nord: Customer, purpose: Purpose) -> None:
    with pytest.raises(IntegrityError), writing(anna) as work:
        work.update((contact("Boje"), {purpose: True}))
    assert who(nord, purpose) == ["Arp"]


@each_purpose
def test_ticking_one_unticks_the_other_in_one_act(
    client: Client, anna: Actor, nord: Customer, purpose: Purpose
) -> None:
    act = anna.via("web", batch="over")
    tick(act, contact("Boje"), purpose)
    assert who(nord, purpose) == ["Boje"]
    words = "Technik" if purpose == "primary_technical" else "Abrechnung"
    for name, became in (("Arp", "nein"), ("Boje", "ja")):
        history = text_of(client.get(contact(name).get_absolute_url())).partition("Verlauf")[2]
        assert f"Primärer Kontakt ({words})" in history
        assert became in history
    undo_batch(anna, "over")
    assert who(nord, purpose) == ["Arp"]
    add(anna, nord.pk, "Neu", purpose)
    assert who(nord, purpose) == ["Neu"]
    assert f"Primärer Kontakt ({words})" in text_of(client.get(contact("Arp").get_absolute_url()))


def test_two_swap_their_flags_in_one_act(anna: Actor, nord: Customer) -> None:
    contacts.change_contact(anna, contact("Boje"), primary_billing=True)
    there = ContactChange(contact("Arp"), {"primary_billing": True, "primary_technical": False})
    back = ContactChange(contact("Boje"), {"primary_technical": True, "primary_billing": False})
    contacts.change_contacts(anna.via("web", batch="swap"), [there, back])
    assert [who(nord, each) for each in OPTIONAL] == [["Boje"], ["Arp"]]
    undo_batch(anna, "swap")
    assert [who(nord, each) for each in OPTIONAL] == [["Arp"], ["Boje"]]


@each_purpose
def test_who_is_inactive_or_alone_cannot_be_it(
    anna: Actor, nord: Customer, purpose: Purpose
) -> None:
    contacts.change_contact(anna, contact("Boje"), active=False)
    with pytest.raises(ValidationError):
        tick(anna, contact("Boje"), purpose)
    add(anna, None, "Allein", purpose)
    assert not getattr(contact("Allein"), purpose)
    tick(anna, contact("Allein"), purpose)
    assert not getattr(contact("Allein"), purpose)
    contacts.change_contact(anna.via("web", batch="off"), contact("Arp"), active=False)
    assert who(nord, purpose) == []
    undo_batch(anna, "off")
    assert who(nord, purpose) == ["Arp"]


@each_purpose
def test_moving_ends_it_and_the_dialog_says_so(
    client: Client, anna: Actor, nord: Customer, purpose: Purpose
) -> None:
    other = customers.create_customer(anna, name="Süd")
    typed = {"ids": [contact("Arp").pk], "to": other.pk}
    dialog = text_of(client.post(reverse("contacts:move"), typed))
    assert "Danach unbesetzt: Primärer Kontakt (Technik) bei Nordbau." in dialog
    assert "Danach unbesetzt: Primärer Kontakt (Abrechnung) bei Nordbau." in dialog
    moving.move_contacts(anna.via("web", batch="away"), [contact("Arp")], other)
    assert (who(nord, purpose), who(other, purpose)) == ([], [])
    undo_batch(anna, "away")
    assert who(nord, purpose) == ["Arp"]


@each_purpose
def test_a_successor_takes_over_from_one_that_is_deleted(
    client: Client, anna: Actor, nord: Customer, purpose: Purpose
) -> None:
    dialog = client.get(reverse("contacts:delete", args=[contact("Arp").pk]))
    field = f"successor-{purpose.removeprefix('primary_')}-{nord.pk}"
    words = "Technik" if purpose == "primary_technical" else "Abrechnung"
    assert f"Primärer Kontakt ({words}) von Nordbau ab jetzt" in text_of(dialog)
    assert filled(dialog)[field] == "none"
    typed = filled(dialog, **{field: str(contact("Boje").pk)})
    answer = client.post(reverse("contacts:delete_chosen"), typed)
    assert answer.status_code == 303
    assert who(nord, purpose) == ["Boje"]
    others = [each for each in ("primary", *OPTIONAL) if each != purpose]
    assert [who(nord, each) for each in others] == [[], []]
    [gone] = Contact.objects.visible_to(anna, deleted=True)
    deleting.restore_contacts(anna, [gone])
    assert who(nord, purpose) == ["Boje"]
    assert who(nord, "primary") == ["Arp"]


def test_undoing_gives_way_to_who_is_it_now(anna: Actor, nord: Customer) -> None:
    act = anna.via("web", batch="off")
    contacts.change_contact(act, contact("Arp"), primary_technical=False, position="Chef")
    contacts.change_contact(anna, contact("Boje"), primary_technical=True)
    outcome = undo_batch(anna, "off")
    assert [each.attribute for each in outcome.refused] == ["primary_technical"]
    assert who(nord, "primary_technical") == ["Boje"]
    assert contact("Arp").position == ""


def test_the_form_asks_for_each_successor(client: Client, nord: Customer) -> None:
    arp = contact("Arp")
    url = f"{reverse('contacts:edit')}?ids={arp.pk}"
    page = client.get(url)
    words = text_of(page).partition("Persönliche Informationen")[2]
    assert (
        words.index("Primärer Kontakt<")
        < words.index("Primärer Kontakt (Technik)")
        < words.index("Primärer Kontakt (Abrechnung)")
    )
    typed = filled(page)
    assert typed[f"c{arp.pk}-primary_technical"] == "on"
    del typed[f"c{arp.pk}-active"]
    asked = client.post(url, typed)
    assert asked.status_code == 422
    boje, carstens = str(contact("Boje").pk), str(contact("Carstens").pk)
    given = {f"successor-{nord.pk}": "none", f"successor-technical-{nord.pk}": boje}
    given[f"successor-billing-{nord.pk}"] = carstens
    assert client.post(url, filled(asked, **given)).status_code == 303
    assert [who(nord, each) for each in ("primary", *OPTIONAL)] == [[], ["Boje"], ["Carstens"]]


def test_only_one_of_several_new_ones_is_it(client: Client, nord: Customer) -> None:
    typed = {"card": ["0", "1"], "go": "save"}
    typed |= {f"new{n}-last_name": f"Neu{n}" for n in (0, 1)}
    typed |= {f"new{n}-active": "on" for n in (0, 1)}
    typed |= {f"new{n}-primary_billing": "on" for n in (0, 1)}
    url = f"{reverse('contacts:create')}?customer={nord.pk}"
    answer = client.post(url, typed)
    assert answer.status_code == 422
    assert "Nur einer von ihnen kann der primäre Kontakt sein." in text_of(answer)
    assert who(nord, "primary_billing") == ["Arp"]


@pytest.mark.parametrize(
    "page", ["contacts:list", "contacts:tree", "customers:tree", "customers:contacts"]
)
def test_every_table_marks_them_with_words(client: Client, nord: Customer, page: str) -> None:
    url = reverse(page, args=[nord.pk] if page == "customers:contacts" else [])
    html = text_of(client.get(url))
    row = html[html.index(f'name="ids" value="{contact("Arp").pk}"') :].partition("</tr>")[0]
    for title, word in (
        ("Primärer Kontakt", "Primär"),
        ("Primärer Kontakt (Technik)", "Technik"),
        ("Primärer Kontakt (Abrechnung)", "Abrechnung"),
    ):
        assert f'title="{title}"' in row
        assert f">{word}</span>" in row
    boje = html[html.index(f'name="ids" value="{contact("Boje").pk}"') :].partition("</tr>")[0]
    assert "k-named" not in boje


@each_purpose
@each_table
def test_it_is_a_column_to_choose_in_every_table(
    client: Client, nord: Customer, purpose: Purpose, page: str, table: str
) -> None:
    url = reverse(page, args=[nord.pk] if page == "customers:contacts" else [])
    words = "Technik" if purpose == "primary_technical" else "Abrechnung"
    for columns in (["name", purpose], ["name", "email"]):
        chooser = f"{reverse('contacts:columns')}?table={table}"
        client.post(chooser, {"columns": columns, "next": url})
        html = text_of(client.get(url))
        headings = html.partition("<thead>")[2].partition("</thead>")[0]
        assert (f"Primärer Kontakt ({words})" in headings) == (purpose in columns)


@each_purpose
@pytest.mark.parametrize("page", ["contacts:list", "customers:contacts"])
def test_lists_are_narrowed_by_it(
    client: Client, nord: Customer, purpose: Purpose, page: str
) -> None:
    url = reverse(page, args=[nord.pk] if page == "customers:contacts" else [])
    for wanted, names in (("yes", ["Arp"]), ("no", ["Boje", "Carstens"])):
        given: dict[str, str] = {purpose: wanted}
        answer = client.get(url, given)
        assert [line.name for line in answer.context["listing"].lines] == names
        part = client.get(url, given, headers={"HX-Request": "true", "HX-Target": "results"})
        assert text_of(part).lstrip().startswith('<div id="results"')


def test_the_rows_of_one_customer_are_never_chosen_as_all_hits(
    client: Client, anna: Actor, nord: Customer
) -> None:
    many: list[ContactFields] = [{"last_name": f"Viele {n}"} for n in range(60)]
    for row in many:
        contacts.add_contact(anna, customer_id=nord.pk, **row)
    page = text_of(client.get(reverse("customers:contacts", args=[nord.pk])))
    assert "geladen" in page
    assert "Treffer auswählen" not in page


def test_the_records_say_it(client: Client, nord: Customer) -> None:
    page = text_of(client.get(nord.get_absolute_url()))
    assert "Primärer Kontakt (Technik)" in page
    own = text_of(client.get(contact("Arp").get_absolute_url()))
    for words in ("Primärer Kontakt", "Primärer Kontakt (Technik)", "Primärer Kontakt (Abrechnung"):
        assert words in own
    contacts_page = text_of(client.get(contact("Boje").get_absolute_url()))
    assert "Primärer Kontakt" not in contacts_page


def test_a_file_brings_them_and_takes_them_out_again(
    anna: Actor, bring: Bring, nord: Customer
) -> None:
    number = nord.number
    run = bring(
        "contacts",
        "Kundennummer;Nachname;Primärer Kontakt (Technik);Contact principal (facturation)\n"
        f"{number};Boje;ja;oui\n",
        match="name",
    )
    assert summary(run)["changed"] == 1
    assert [who(nord, each) for each in OPTIONAL] == [["Boje"], ["Boje"]]
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(exports.columns("contacts"))
    sheet.writerows(
        exports.rows(anna, "contacts", exports.keys_of(anna, "contacts"), is_labelled=False)
    )
    again = bring("contacts", text.getvalue(), match="name")
    assert (summary(again)["changed"], summary(again)["same"]) == (0, 3)


def test_the_api_has_them(people: Callable[[str], User], nord: Customer) -> None:
    api = caller(people("admin"))
    boje = contact("Boje")
    assert content(api.get(f"contacts/{boje.pk}"))["primary_technical"] is False
    content(api.patch(f"contacts/{boje.pk}", {"primary_technical": True}))
    assert who(nord, "primary_technical") == ["Boje"]
    for owner in ("contacts", f"customers/{nord.pk}/contacts"):
        found = content(api.get(f"{owner}?primary_technical=true"))["items"]
        assert [row["last_name"] for row in found] == ["Boje"]
        found = content(api.get(f"{owner}?primary_billing=false"))["items"]
        assert [row["last_name"] for row in found] == ["Boje", "Carstens"]


def test_the_api_names_who_takes_over_from_one_set_inactive(
    people: Callable[[str], User], nord: Customer
) -> None:
    api = caller(people("admin"))
    arp, boje, carstens = (contact(name) for name in ("Arp", "Boje", "Carstens"))
    url = f"contacts/{arp.pk}?successor={boje.pk}&successor_billing={carstens.pk}"
    answer = api.patch(url, {"active": False})
    assert content(answer)["primary"] is False
    now = [who(nord, each) for each in ("primary", *OPTIONAL)]
    assert now == [["Boje"], [], ["Carstens"]]
    content(api.post(f"batches/{answer['Klientel-Batch']}/undo"))
    assert [who(nord, each) for each in ("primary", *OPTIONAL)] == [["Arp"]] * 3
    assert contact("Arp").active


def test_the_api_refuses_a_successor_of_nobody(
    people: Callable[[str], User], anna: Actor, nord: Customer
) -> None:
    api = caller(people("admin"))
    arp, boje = contact("Arp"), contact("Boje")
    stranger = contacts.add_contact(anna, customer_id=None, last_name="Fremd")
    for body in ({"note": "Bleibt"}, {"active": True}, {"primary": False}):
        assert fields(api.patch(f"contacts/{arp.pk}?successor={boje.pk}", body)) == {"successor"}
    off = {"active": False}
    for wrong in (arp.pk, stranger.pk, 987_654_321, 0, "x"):
        assert fields(api.patch(f"contacts/{arp.pk}?successor={wrong}", off)) == {"successor"}
    assert fields(api.patch(f"contacts/{boje.pk}?successor_billing={arp.pk}", off)) == {
        "successor_billing"
    }
    assert contact("Arp").active
    assert contact("Boje").active
    assert who(nord, "primary") == ["Arp"]


def test_only_an_active_contact_of_the_customer_takes_over(anna: Actor, nord: Customer) -> None:
    other = customers.create_customer(anna, name="Süd", contacts=[{"last_name": "Fremd"}])
    for heir in ("Fremd", "Arp"):
        wanted: Heirs = {(nord.pk, "primary_billing"): contact(heir).pk}
        with pytest.raises(ValidationError):
            deleting.delete_contacts(anna, [contact("Arp")], successors=wanted)
    assert (who(nord, "primary_billing"), who(other, "primary_billing")) == (["Arp"], [])
