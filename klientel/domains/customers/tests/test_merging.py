"""Several records become one: what moves, what stays, what leads on, and the way back."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models

from klientel.domains.customers import followers, queries
from klientel.domains.customers.actions import (
    contacts,
    customers,
    deleting,
    erasing,
    notes,
    purging,
)
from klientel.domains.customers.actions.uniting.choosing import BOTH
from klientel.domains.customers.actions.uniting.merge import merge_contacts, merge_customers
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer, SentForm, TeamMember
from klientel.foundation.access import Actor
from klientel.foundation.db import guard
from klientel.foundation.db.rows import Row, label
from klientel.services.accounts.models import User
from klientel.services.files.actions import attaching
from klientel.services.files.actions.attaching import Upload
from klientel.services.journal import queries as journal
from klientel.services.journal.forgetting import pseudonym
from klientel.services.journal.models import Entry
from klientel.services.journal.undo import undo_batch
from klientel.services.search import query
from tests.matrix.samples import drawn

pytestmark = pytest.mark.django_db
State = dict[str, list[tuple[Any, ...]]]


def full(actor: Actor, name: str, manager: str = "") -> Customer:
    """One row in every table that points to a customer, and to its contact."""
    word = name.casefold()
    made = customers.create_customer(
        actor,
        name=name,
        account_manager=manager,
        team=[manager] if manager else [],
        emails=[{"value": f"info@{word}.example"}],
        phones=[{"kind": "phone", "value": f"030 23125 {len(word)}18"}],
        addresses=[{"street": f"{name}weg 1", "city": "Köln", "country": "DE"}],
        domains=[f"{word}.example"],
        tags=[name],
        contacts=[
            {"last_name": name, "emails": [{"value": f"chef@{word}.example"}], "tags": [name]}
        ],
    )
    customers.create_customer(actor, name=f"{name} Nord", parent=made.number)
    notes.add_note(actor, made, text=f"Über {name}")
    person = Contact.objects.get(customer=made)
    notes.add_note(actor, person, text=f"Über den Chef von {name}")
    for subject in ((CUSTOMER, made.pk), (CONTACT, person.pk)):
        attaching.attach(actor, subject, [Upload(f"{word}.txt", io.BytesIO(b"Text"))])
        attaching.set_picture(actor, subject, drawn())
    with guard.opened():
        SentForm.objects.create(key=word, user_id=1, customer=made)
    return made


def pointing(record: type[Row]) -> Iterable[tuple[str, str]]:
    """Every key of the installation that leads to such a record."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is record:
                yield model._meta.label_lower, field.attname
    yield "files.storedfile", "subject_id"


@pytest.mark.parametrize("record", [Customer, Contact])
def test_whatever_points_to_a_record_takes_part_in_its_merge_or_says_why_not(
    record: type[Row],
) -> None:
    assert set(pointing(record)) == followers.declared(label(record))


def state() -> State:
    """All rows of all that follows, without what an undo may leave higher."""
    found: State = {}
    for model in {f.model for of in (CUSTOMER, CONTACT) for f in followers.of(of)}:
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if field.attname not in ("version", "updated_at", "activity_at")
        ]
        found[label(model)] = list(model._base_manager.order_by("pk").values_list(*names))
    return found


def alive(of: str, keys: Iterable[int]) -> dict[str, int]:
    """How many live rows hang on these records, by table and key."""
    return {
        f"{label(each.model)}.{each.key}": sum(row.deleted_at is None for row in each.rows(keys))
        for each in followers.of(of)
        if each.counted is not None
    }


def test_one_row_of_every_kind_on_both_sides_is_there_twice_afterwards(
    anna: Actor, people: Callable[[str], User], folder: object
) -> None:
    huber = full(anna, "Huber", people("user").email)
    meyer = full(anna, "Meyerhans", people("technician").email)
    both = alive(CUSTOMER, [huber.pk, meyer.pk])
    assert all(both.values())
    before = state()
    merge_customers(anna.via("web", "merge"), huber, [meyer])
    after = alive(CUSTOMER, [huber.pk])
    # A record has one picture; the account managers of both look after it now.
    both["files.storedfile.subject_id"] -= 1
    assert after == both
    assert not any(alive(CUSTOMER, [meyer.pk]).values())
    outcome = undo_batch(anna, "merge")
    assert not outcome.refused
    assert state() == before
    assert not undo_batch(anna, outcome.batch).refused
    assert alive(CUSTOMER, [huber.pk]) == after


def test_of_contacts_as_well(anna: Actor, folder: object) -> None:
    huber, meyer = full(anna, "Huber"), full(anna, "Meyerhans")
    one, other = (Contact.objects.get(customer=each) for each in (huber, meyer))
    both = alive(CONTACT, [one.pk, other.pk])
    assert all(both.values())
    before = state()
    merge_contacts(anna.via("web", "merge"), one, [other])
    both["files.storedfile.subject_id"] -= 1
    assert alive(CONTACT, [one.pk]) == both
    assert not undo_batch(anna, "merge").refused
    assert state() == before


def two(anna: Actor, **more: Any) -> tuple[Customer, Customer]:
    return (
        customers.create_customer(anna, name="Huber AG", contacts=[{"last_name": "Favre"}]),
        customers.create_customer(
            anna, **{"name": "Huber GmbH", "contacts": [{"last_name": "Moser"}], **more}
        ),
    )


def fields(customer: Customer) -> dict[str, Any]:
    fresh = Customer.objects.get(pk=customer.pk)
    return dict(queries.customer_fields([fresh])[fresh.pk])


def test_the_winner_keeps_its_values_and_takes_those_it_lacks(anna: Actor) -> None:
    one, other = two(anna, website="https://huber.example", segment="dealer", note="Alt")
    merge_customers(anna, one, [other])
    found = fields(one)
    assert (found["name"], found["website"]) == ("Huber AG", "https://huber.example")
    assert (found["segment"], found["note"]) == ("dealer", "Alt")


def test_the_values_of_the_other_can_be_chosen_field_by_field(anna: Actor) -> None:
    one, other = two(anna, language="fr", note="Unten")
    customers.change_customer(anna, one, language="de", note="Oben")
    chosen = {"name": other.pk, "note": BOTH, "language": one.pk}
    merge_customers(anna, one, [other], chosen=chosen)
    found = fields(one)
    assert (found["name"], found["language"]) == ("Huber GmbH", "de")
    assert found["note"] == "Oben\n\nUnten"


def test_both_numbers_stay_known_whichever_is_kept(anna: Actor) -> None:
    one, other = two(anna)
    numbers = {one.number, other.number}
    merge_customers(anna.via("web", "merge"), one, [other], chosen={"number": other.pk})
    kept = Customer.objects.get(pk=one.pk)
    assert kept.number == other.number
    for number in numbers:
        found = query.narrow(Customer.objects.visible_to(anna), CUSTOMER, number)
        assert [row.pk for row in found] == [one.pk]
        with pytest.raises(ValidationError) as refused:
            customers.create_customer(anna, name="Neu", number=number)
        assert set(refused.value.message_dict) == {"number"}
    assert not undo_batch(anna, "merge").refused
    assert Customer.objects.get(pk=one.pk).number == one.number
    assert Customer.objects.get(pk=other.pk, deleted_at=None).number == other.number


def test_there_is_one_primary_contact_and_the_other_is_told(anna: Actor) -> None:
    one, other = two(anna)
    merge_customers(anna, one, [other])
    people = Contact.objects.filter(customer=one).order_by("pk")
    assert [(each.last_name, each.primary) for each in people] == [
        ("Favre", True),
        ("Moser", False),
    ]
    [moser] = people.filter(last_name="Moser")
    told = journal.timeline(anna, (CONTACT, moser.pk))
    assert {"primary": False} in [item.data.get("after") for item in told]


def test_the_winner_of_a_parent_and_its_subsidiary_belongs_to_nobody(anna: Actor) -> None:
    one, other = two(anna)
    customers.change_customer(anna, one, parent=other.number)
    merge_customers(anna, one, [other])
    assert Customer.objects.get(pk=one.pk).parent_id is None


def test_there_stays_one_level_of_subsidiaries(anna: Actor) -> None:
    one, other = two(anna)
    holding = customers.create_customer(anna, name="Holding")
    child = customers.create_customer(anna, name="Kind", parent=other.number)
    customers.change_customer(anna, one, parent=holding.number)
    merge_customers(anna, one, [other])
    assert Customer.objects.get(pk=one.pk).parent_id is None
    assert Customer.objects.get(pk=child.pk).parent_id == one.pk


def test_what_was_in_the_bin_comes_back_to_the_winner(anna: Actor) -> None:
    one, other = two(anna)
    [moser] = deleting.delete_contacts(anna, Contact.objects.filter(last_name="Moser"))
    merge_customers(anna, one, [other])
    deleting.restore_contacts(anna, [moser])
    back = Contact.objects.get(pk=moser.pk, deleted_at=None)
    assert (back.customer_id, back.primary) == (one.pk, False)


def test_a_merged_record_is_in_no_list_and_in_no_bin(anna: Actor) -> None:
    one, other = two(anna)
    merge_customers(anna, one, [other])
    for is_deleted in (False, True):
        seen = Customer.objects.visible_to(anna, deleted=is_deleted)
        assert not seen.filter(pk=other.pk).exists()
    assert deleting.restore_customers(anna, [other]) == []


def test_several_lead_on_in_one_step_after_a_second_merge(anna: Actor) -> None:
    one, other = two(anna)
    third = customers.create_customer(anna, name="Huber SA")
    merge_customers(anna.via("web", "first"), other, [one])
    merge_customers(anna.via("web", "second"), third, [other])
    assert {Customer.objects.get(pk=each.pk).merged_into_id for each in (one, other)} == {third.pk}
    with pytest.raises(ValidationError, match="Huber GmbH"):
        undo_batch(anna, "first")
    assert not undo_batch(anna, "second").refused
    assert not undo_batch(anna, "first").refused
    assert Customer.objects.filter(deleted_at=None).count() == 3
    assert Contact.objects.get(last_name="Favre").customer_id == one.pk


def test_the_history_of_both_is_that_of_the_winner(anna: Actor) -> None:
    one, other = two(anna)
    customers.change_customer(anna, other, language="fr")
    merge_customers(anna, one, [other])
    page = journal.timeline(anna, (CUSTOMER, one.pk), also=[other.pk])
    kinds = [item.kind for item in page]
    assert kinds.count("customers.customer.created") == 2
    assert {"language": "fr"} in [item.data.get("after") for item in page]
    assert kinds.count("customers.customer.merged") == 1


def test_the_account_manager_of_the_other_goes_on_seeing_it(
    anna: Actor, people: Callable[[str], User]
) -> None:
    one, other = two(anna, account_manager=people("user").email)
    merge_customers(anna, one, [other])
    team = TeamMember.objects.filter(customer=one, deleted_at=None)
    assert [member.user_id for member in team] == [people("user").pk]


@pytest.mark.parametrize("role", ["user", "technician", "billing", "read_only"])
def test_who_may_not_merge_is_refused(anna: Actor, as_role: Any, role: str) -> None:
    one, other = two(anna)
    with pytest.raises(PermissionDenied):
        merge_customers(as_role(role), one, [other])


def test_a_record_that_is_gone_or_changed_meanwhile_is_not_merged(anna: Actor) -> None:
    one, other = two(anna)
    seen = {row.pk: row.version for row in (one, other)}
    customers.change_customer(anna, other, language="fr")
    with pytest.raises(ValidationError, match="Huber GmbH"):
        merge_customers(anna, one, [other], versions=seen)
    deleting.delete_customers(anna, [other])
    with pytest.raises(ValidationError):
        merge_customers(anna, one, [other])
    with pytest.raises(ValidationError):
        merge_customers(anna, one, [one])


def test_contacts_at_different_customers_say_who_is_primary_no_longer(anna: Actor) -> None:
    one, other = two(anna)
    favre, moser = (Contact.objects.get(last_name=name) for name in ("Favre", "Moser"))
    merge_contacts(anna.via("web", "merge"), favre, [moser])
    assert Contact.objects.get(pk=favre.pk).primary
    undo_batch(anna, "merge")
    merge_contacts(anna, favre, [moser], chosen={"customer": moser.pk})
    kept = Contact.objects.get(pk=favre.pk)
    assert (kept.customer_id, kept.primary) == (other.pk, True)
    assert not Contact.objects.filter(customer=one, deleted_at=None).exists()


def test_a_contact_takes_the_address_it_is_shown_by_from_the_other(anna: Actor) -> None:
    one = contacts.add_contact(anna, last_name="Favre")
    other = contacts.add_contact(anna, emails=[{"value": "favre@huber.example"}])
    merge_contacts(anna, one, [other])
    assert Contact.objects.get(pk=one.pk).email == "favre@huber.example"


def test_what_was_merged_into_a_record_is_purged_with_it_and_not_before(anna: Actor) -> None:
    one, other = two(anna)
    merge_customers(anna, one, [other])
    assert purging.purge(anna, {"customers": [one.pk]}) == dict.fromkeys(
        ("customers", "contacts", "notes", "files"), 0
    )
    deleting.delete_customers(anna, [one])
    assert purging.purge(anna, {"customers": [one.pk]})["customers"] == 2
    assert not Customer.objects.exists()


def test_of_contacts_the_same_holds(anna: Actor) -> None:
    rows = [contacts.add_contact(anna, last_name=name) for name in ("Favre", "Fabre")]
    merge_contacts(anna, rows[0], rows[1:])
    deleting.delete_contacts(anna, rows[:1])
    assert purging.purge(anna, {"contacts": [rows[0].pk]})["contacts"] == 2
    assert not Contact.objects.exists()


def test_who_is_erased_is_erased_in_what_was_merged_into_them(anna: Actor) -> None:
    one = contacts.add_contact(anna, last_name="Favre")
    other = contacts.add_contact(anna, last_name="Fabre", emails=[{"value": "f@huber.example"}])
    merge_contacts(anna, one, [other])
    erasing.erase_contact(anna, one)
    assert [row.last_name for row in Contact.objects.order_by("pk")] == [
        pseudonym(one.pk),
        pseudonym(other.pk),
    ]
    for entry in Entry.objects.all():
        assert not any(name in str(entry.data) + str(entry.changes) for name in ("Favre", "Fabre"))
