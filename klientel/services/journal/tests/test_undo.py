"""Walking batches back: what returns, what stays and why, and what an interruption leaves."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from klientel.domains.customers import queries
from klientel.domains.customers.actions import contacts, customers, deleting
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.journal import queries as journal
from klientel.services.journal import undo
from klientel.services.journal.models import Batch, Entry

pytestmark = pytest.mark.django_db


def state(actor: Actor) -> list[object]:
    """Everything a reader could see, to be compared before and after."""
    found = list(Customer.objects.visible_to(actor).order_by("pk"))
    people = list(Contact.objects.visible_to(actor).order_by("pk"))
    return [queries.customer_fields(found), queries.contact_fields(people)]


def last_batch() -> str:
    return Entry.objects.order_by("-pk").values_list("batch", flat=True)[0]


def test_unknown_batches_and_those_of_others_are_refused(anna: Actor, beat: Actor) -> None:
    customers.create_customer(anna, name="Huber AG")
    with pytest.raises(LookupError):
        undo.undo_batch(anna, "nothing")
    with pytest.raises(PermissionDenied):
        undo.undo_batch(beat, last_batch())


def test_who_may_undo_everything_undoes_the_act_of_another(anna: Actor, beat: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    before = state(anna)
    customers.change_customer(beat, customer, name="Beats Firma")
    undo.undo_batch(anna, last_batch())
    assert state(anna) == before


def test_a_batch_of_several_entries_goes_back_in_order(anna: Actor) -> None:
    before = state(anna)
    run = anna.via("import", batch="run-1")
    customer = customers.create_customer(run, name="Huber AG", phones=[{"value": "030 23125 118"}])
    customers.change_customer(run, customer, name="Huber GmbH", phones=[])
    contacts.add_contact(run, customer_id=customer.pk, last_name="Favre")
    outcome = undo.undo_batch(anna, "run-1")
    assert outcome.refused == []
    assert state(anna) == before


def test_undoing_twice_does_nothing_more(anna: Actor) -> None:
    customers.create_customer(anna, name="Huber AG")
    key = last_batch()
    assert undo.undo_batch(anna, key).undone == 1
    assert undo.undo_batch(anna, key).undone == 0


def test_a_field_edited_since_stays_and_the_others_return(anna: Actor, beat: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    customers.change_customer(anna, customer, name="Huber GmbH", website="huber.example")
    key = last_batch()
    customers.change_customer(beat, customer, name="Huber KG")
    outcome = undo.undo_batch(anna, key)
    fresh = Customer.objects.visible_to(anna).get()
    assert (fresh.name, fresh.website) == ("Huber KG", "")
    assert [refusal.attribute for refusal in outcome.refused] == ["name"]


def test_a_customer_that_got_contacts_since_stays(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG", emails=[{"value": "a@b.example"}])
    key = last_batch()
    contacts.add_contact(anna, customer_id=customer.pk, last_name="Favre")
    outcome = undo.undo_batch(anna, key)
    assert [refusal.name for refusal in outcome.refused] == ["Huber AG"]
    [fields] = queries.customer_fields([Customer.objects.visible_to(anna).get()]).values()
    assert [email["value"] for email in fields["emails"]] == ["a@b.example"]


def test_a_number_taken_meanwhile_keeps_the_deleted_one_deleted(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG", number="H1")
    deleting.delete_customers(anna, [customer])
    key = last_batch()
    customers.create_customer(anna, name="Hofer AG", number="H1")
    outcome = undo.undo_batch(anna, key)
    assert [refusal.name for refusal in outcome.refused] == ["Huber AG"]
    assert [row.name for row in Customer.objects.visible_to(anna)] == ["Hofer AG"]


def test_a_restored_contact_gives_way_to_the_new_primary_one(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG", contacts=[{"last_name": "Eins"}])
    [first] = Contact.objects.visible_to(anna)
    deleting.delete_contacts(anna, [first])
    key = last_batch()
    contacts.add_contact(anna, customer_id=customer.pk, last_name="Zwei")
    assert undo.undo_batch(anna, key).refused == []
    primary = Contact.objects.visible_to(anna).filter(primary=True)
    assert [contact.last_name for contact in primary] == ["Zwei"]


def test_the_category_made_for_a_customer_goes_with_it(anna: Actor) -> None:
    customers.create_customer(anna, name="Huber AG", category="Rahmenvertrag")
    key = last_batch()
    second = customers.create_customer(anna, name="Hofer AG", category="rahmenvertrag")
    undo.undo_batch(anna, key)
    assert queries.customer_fields([second])[second.pk]["category"] == "Rahmenvertrag"


def created_and_renamed(actor: Actor) -> None:
    """An act of two entries, `run-1`."""
    run = actor.via("import", batch="run-1")
    customer = customers.create_customer(run, name="Huber AG")
    customers.change_customer(run, customer, name="Huber GmbH")


def test_an_interrupted_undo_is_taken_up_where_it_stopped(
    anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(anna)
    created_and_renamed(anna)
    kept: Callable[..., object] = undo._walk_back

    def once(*args: object) -> object:
        monkeypatch.setattr(undo, "_walk_back", stop)
        return kept(*args)

    def stop(*args: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(undo, "_walk_back", once)
    with pytest.raises(KeyboardInterrupt):
        undo.undo_batch(anna, "run-1")
    monkeypatch.setattr(undo, "_walk_back", kept)
    assert Customer.objects.visible_to(anna).get().name == "Huber AG"
    assert undo.undo_batch(anna, "run-1").refused == []
    assert state(anna) == before


def test_who_finds_an_entry_walked_back_by_another_stops(
    anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(anna)
    created_and_renamed(anna)
    kept: Callable[..., object] = undo._walk_back

    def overtaken(*args: object) -> object:
        monkeypatch.setattr(undo, "_walk_back", kept)
        assert undo.undo_batch(anna, "run-1").undone == 2
        return kept(*args)

    monkeypatch.setattr(undo, "_walk_back", overtaken)
    outcome = undo.undo_batch(anna, "run-1")
    assert (outcome.undone, outcome.refused) == (0, [])
    assert state(anna) == before


def test_what_may_not_be_undone_in_full_is_not_begun(anna: Actor) -> None:
    """The newest entry, walked back first, needs less than the one before."""
    created_and_renamed(anna)
    before = state(anna)
    may_change = replace(anna, permissions=anna.permissions - {"customers.delete"})
    with pytest.raises(PermissionDenied):
        undo.undo_batch(may_change, "run-1")
    assert state(anna) == before
    assert not Batch.objects.filter(undo_of="run-1").exists()
    assert undo.undo_batch(anna, "run-1").undone == 2


def test_the_rights_to_parts_are_those_to_what_they_belong_to(anna: Actor) -> None:
    run = anna.via("web", batch="run-1")
    customer = customers.create_customer(anna, name="Huber AG")
    contact = contacts.add_contact(anna, customer_id=customer.pk, last_name="Favre")
    contacts.change_contact(run, contact, phones=[{"value": "030 23125 118"}])
    enough = replace(anna, permissions=frozenset({"contacts.change"}))
    with pytest.raises(PermissionDenied):
        undo.undo_batch(replace(anna, permissions=frozenset({"customers.change"})), "run-1")
    assert not undo.undo_batch(enough, "run-1").refused


def test_the_history_shows_the_undo_field_by_field(anna: Actor) -> None:
    customer = customers.create_customer(anna, name="Huber AG")
    customers.change_customer(anna, customer, phones=[{"value": "030 23125 118"}])
    undo.undo_batch(anna, last_batch())
    newest = journal.timeline(anna, ("customers.customer", customer.pk))[0]
    assert newest.data["after"] == {"phones": []}
    assert newest.origin == "undo"


def test_saving_over_an_undo_is_noticed(anna: Actor, beat: Actor) -> None:
    """A form opened before the undo does not silently bring the undone value back."""
    customer = customers.create_customer(anna, name="Huber AG")
    changed = customers.change_customer(anna, customer, name="Huber GmbH")
    version = changed.version
    undo.undo_batch(anna, last_batch())
    customers.change_customer(beat, changed, version=version, name="Huber GmbH", note="Neu")
    fresh = Customer.objects.visible_to(anna).get()
    assert (fresh.name, fresh.note) == ("Huber AG", "Neu")


def test_what_was_edited_and_taken_back_since_goes_with_its_creation(anna: Actor) -> None:
    before = state(anna)
    run = anna.via("import", batch="run-1")
    customer = customers.create_customer(
        run, name="Huber AG", phones=[{"value": "030 23125 118"}], contacts=[{"last_name": "Favre"}]
    )
    changed = customers.change_customer(anna, customer, name="Huber GmbH", phones=[])
    undo.undo_batch(anna, last_batch())
    deleting.delete_customers(anna, [changed])
    undo.undo_batch(anna, last_batch())
    assert undo.undo_batch(anna, "run-1").refused == []
    assert state(anna) == before


def test_an_edit_that_was_taken_back_and_made_again_counts(anna: Actor) -> None:
    run = anna.via("import", batch="run-1")
    customer = customers.create_customer(run, name="Huber AG")
    customers.change_customer(anna, customer, name="Huber GmbH")
    undo.undo_batch(anna, last_batch())
    undo.undo_batch(anna, last_batch())
    assert [refusal.name for refusal in undo.undo_batch(anna, "run-1").refused] == ["Huber GmbH"]


def test_an_edit_taken_back_in_part_counts(anna: Actor, beat: Actor) -> None:
    run = anna.via("import", batch="run-1")
    customer = customers.create_customer(run, name="Huber AG")
    customers.change_customer(anna, customer, name="Huber GmbH")
    first = last_batch()
    customers.change_customer(beat, customer, name="Huber KG")
    second = last_batch()
    undo.undo_batch(anna, first)
    undo.undo_batch(anna, second)
    assert Customer.objects.visible_to(anna).get().name == "Huber GmbH"
    assert [refusal.name for refusal in undo.undo_batch(anna, "run-1").refused] == ["Huber GmbH"]
