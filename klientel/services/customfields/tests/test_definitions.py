"""Definitions: what they may say, what stays fixed, who may write them, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from klientel.domains.customers.actions.customers import change_customer, create_customer
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.customfields import reading, values
from klientel.services.customfields.actions import defining
from klientel.services.customfields.actions.defining import add_field, change_field, remove_field
from klientel.services.customfields.models import Definition
from klientel.services.journal import undo
from tests.api import caller, content, fields

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


def made(actor: Actor, kind: str = "text", **more: Any) -> Definition:
    given: dict[str, Any] = {"names": {"en": "Discount"}, **more}
    return add_field(actor, CUSTOMER, type=kind, **given)


def refused(act: Callable[[], object]) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        act()
    return set(caught.value.message_dict)


@pytest.fixture
def client(people: People) -> Client:
    found = Client()
    found.force_login(people("admin"))
    return found


def test_a_name_in_one_language_serves_the_others(anna: Actor) -> None:
    row = made(anna, names={"de": "Rabatt", "en": "Discount"}, helps={"de": "In Prozent"})
    with translation.override("de"):
        assert (row.name, row.help) == ("Rabatt", "In Prozent")
    with translation.override("fr"):
        assert (row.name, row.help) == ("Discount", "In Prozent")


def test_keys_come_from_names_and_are_never_given_twice(anna: Actor) -> None:
    first = made(anna, names={"de": "Größe (m²)"})
    assert first.key == "groesse_m2"
    remove_field(anna, first)
    assert made(anna, names={"de": "Größe (m²)"}).key == "groesse_m2_2"
    assert refused(lambda: made(anna, names={"de": "Neu"}, key="groesse_m2")) == {"key"}
    assert refused(lambda: made(anna, names={"de": "Neu"}, key="Groß")) == {"key"}
    assert made(anna, names={"de": "1. Ort"}).key == "field_1_ort"


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"names": {}}, "names"),
        ({"names": {"de": "x" * 81}}, "names.de"),
        ({"kind": "colour"}, "type"),
        ({"limits": {"length": "0"}}, "limits.length"),
        ({"kind": "number", "limits": {"decimals": "5"}}, "limits.decimals"),
        ({"kind": "number", "limits": {"min": "2", "max": "1"}}, "limits.max"),
        ({"kind": "number", "limits": {"min": "two"}}, "limits.min"),
        ({"kind": "money", "limits": {"currency": "TALER"}}, "limits.currency"),
        ({"kind": "date", "limits": {"min": "someday"}}, "limits.min"),
        ({"kind": "choice"}, "options"),
        ({"kind": "choice", "options": [{"labels": {"en": "A"}}] * 2}, "options"),
        ({"kind": "choice", "options": [{"code": "Ä", "labels": {"en": "A"}}]}, "options.0.code"),
        ({"kind": "choices", "options": [{"labels": {"en": "A"}}], "indexed": True}, "indexed"),
    ],
)
def test_what_cannot_be_is_named_by_its_path(anna: Actor, given: dict[str, Any], path: str) -> None:
    assert path in refused(lambda: made(anna, **given))


def test_two_fields_of_a_kind_have_different_names(anna: Actor) -> None:
    made(anna)
    assert refused(lambda: made(anna, names={"en": "DISCOUNT"})) == {"names.en"}
    add_field(anna, CONTACT, type="text", names={"en": "Discount"})


def test_five_fields_of_a_kind_are_indexed_at_most(anna: Actor) -> None:
    for number in range(defining.MOST_INDEXED):
        made(anna, names={"en": f"Field {number}"}, indexed=True)
    assert refused(lambda: made(anna, indexed=True)) == {"indexed"}
    sixth = made(anna)
    assert refused(lambda: change_field(anna, sixth, indexed=True)) == {"indexed"}


def test_the_type_is_fixed_as_soon_as_a_record_holds_a_value(anna: Actor) -> None:
    row = made(anna)
    row = change_field(anna, row, type="number")
    assert row.limits == {"decimals": 0}
    customer = create_customer(anna, name="Huber", custom={row.key: 12})
    assert refused(lambda: change_field(anna, row, type="text")) == {"type"}
    change_field(anna, row, limits={"decimals": 2})
    change_customer(anna, customer, custom={row.key: None})
    assert change_field(anna, row, type="text").type == "text"


def test_the_currency_is_fixed_as_well(anna: Actor) -> None:
    row = made(anna, "money", limits={"currency": "CHF"})
    create_customer(anna, name="Huber", custom={row.key: 12.5})
    assert refused(lambda: change_field(anna, row, limits={"currency": "EUR"})) == {
        "limits.currency"
    }
    assert change_field(anna, row, limits={"currency": "CHF", "max": 50}).limits["max"] == 50


def test_choices_left_out_are_kept_and_no_longer_offered(anna: Actor) -> None:
    options: Any = [{"labels": {"en": "Group A"}}, {"labels": {"en": "Group B"}}]
    row = made(anna, "choice", options=options)
    assert [each["code"] for each in row.options] == ["group_a", "group_b"]
    customer = create_customer(anna, name="Huber", custom={row.key: "group_a"})
    row = change_field(anna, row, options=[{"code": "group_b", "labels": {"en": "Gruppe B"}}])
    assert row.offered() == [("group_b", "Gruppe B")]
    assert values.show(row, "group_a") == "Group A"
    change_customer(anna, customer, note="Still a customer of group A")


def test_fields_go_up_and_down_among_those_of_their_kind(anna: Actor) -> None:
    rows = [made(anna, names={"en": name}) for name in ("One", "Two", "Three")]
    add_field(anna, CONTACT, type="text", names={"en": "Of contacts"})
    defining.shift_field(anna.via("web", "1" * 32), rows[2], -1)
    with translation.override("en"):
        assert [each.name for each in reading.fields(CUSTOMER).offered] == ["One", "Three", "Two"]
        undo.undo_batch(anna, "1" * 32)
        assert [each.name for each in reading.fields(CUSTOMER).offered] == ["One", "Two", "Three"]


def test_an_undo_leaves_the_type_that_values_entered_since_have(anna: Actor) -> None:
    row = made(anna)
    change_field(anna.via("web", "1" * 32), row, type="number", required=True)
    create_customer(anna, name="Huber", custom={row.key: 3})
    outcome = undo.undo_batch(anna, "1" * 32)
    row.refresh_from_db()
    assert (row.type, row.required) == ("number", False)
    assert "type" in {refusal.attribute for refusal in outcome.refused}
    assert undo.attribute_label(outcome.refused[0])


def test_only_who_may_define_fields_does(beat: Actor, anna: Actor) -> None:
    row = made(anna)
    for act in (
        lambda: made(beat),
        lambda: change_field(beat, row, required=True),
        lambda: remove_field(beat, row),
        lambda: defining.shift_field(beat, row, 1),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_field_is_seen_by_who_sees_such_records(anna: Actor, dario: Actor) -> None:
    made(anna)
    assert Definition.objects.visible_to(dario).count() == 1
    assert not Definition.objects.visible_to(Actor("staff")).exists()


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        ("text", "  two   blanks ", "two blanks"),
        ("number", "1.234", 1234),
        ("number", 12.0, 12),
        ("money", "1.234,50", 1234.5),
        ("money", "-0,05", -0.05),
        ("date", "31.12.26", "2026-12-31"),
        ("yes_no", "ja", True),
        ("yes_no", False, False),
        ("email", "Info@Huber.Example", "Info@huber.example"),
        ("phone", "040 66969123", "+494066969123"),
        ("url", "huber.example", "https://huber.example"),
    ],
)
def test_the_same_value_is_always_stored_alike(
    anna: Actor, kind: str, given: Any, stored: Any
) -> None:
    row = made(anna, kind)
    with translation.override("de"):
        found, errors = values.clean(reading.fields(CUSTOMER), {row.key: given}, country="DE")
        assert not errors
        assert found[row.key] == stored
        assert type(found[row.key]) is type(stored)
        typed = values.typed(row, stored, home="DE")
        again, _errors = values.clean(reading.fields(CUSTOMER), {row.key: typed}, country="DE")
    assert again[row.key] == stored


@pytest.mark.parametrize(
    ("kind", "limits", "given"),
    [
        ("text", {"length": 3}, "four"),
        ("number", {"decimals": 1}, "1,25"),
        ("number", {"max": 10}, 11),
        ("number", {}, "twelve"),
        ("number", {}, True),
        ("number", {}, 10**11),
        ("number", {}, float("inf")),
        ("date", {"min": "2026-01-01"}, "2025-12-31"),
        ("date", {}, "2026-13-01"),
        ("yes_no", {}, "perhaps"),
        ("email", {}, "nobody"),
        ("phone", {}, "112x"),
        ("url", {}, "javascript:alert(1)"),
        ("text", {}, ["a", "list"]),
    ],
)
def test_what_does_not_fit_is_refused(
    anna: Actor, kind: str, limits: dict[str, Any], given: Any
) -> None:
    row = made(anna, kind, limits=limits)
    found, errors = values.clean(reading.fields(CUSTOMER), {row.key: given}, country="DE")
    assert not found
    assert list(errors) == [row.key]


def test_definitions_are_read_once_within_one_piece_of_work(
    anna: Actor, django_assert_num_queries: Any
) -> None:
    made(anna)
    with reading.once(), django_assert_num_queries(1):
        reading.fields(CUSTOMER)
        with reading.once():
            reading.fields(CONTACT)
        reading.find("discount")
    with reading.once(), django_assert_num_queries(2):
        reading.fields(CUSTOMER)
        reading.forget()
        reading.fields(CUSTOMER)


def test_a_field_is_added_changed_and_removed_on_its_pages(client: Client) -> None:
    new = reverse("custom_fields:new")
    page = client.get(new, {"kind": CUSTOMER})
    assert "type=choice" in page.content.decode()
    given = {"kind": CUSTOMER, "type": "choice", "name_en": "Discount"}
    given |= {"options-0-en": "A", "options-0-active": "on"}
    refused_page = client.post(new, {**given, "options-0-en": ""})
    assert refused_page.status_code == 422
    assert client.post(new, given).status_code == 303
    row = Definition.objects.get()
    assert row.options == [{"code": "a", "labels": {"en": "A"}, "active": True}]
    edit = reverse("custom_fields:edit", args=[row.pk])
    assert 'value="Discount"' in client.get(edit).content.decode()
    changed = {
        "name_en": "Discount group",
        "type": "choice",
        "active": "on",
        "required": "on",
        "options-0-code": "a",
        "options-0-en": "Group A",
        "options-0-active": "on",
        "options-1-en": "Group B",
        "options-1-active": "on",
    }
    assert client.post(edit, changed).status_code == 303
    row.refresh_from_db()
    assert row.required
    assert [each["code"] for each in row.options] == ["a", "group_b"]
    remove = reverse("custom_fields:remove", args=[row.pk])
    assert client.get(remove).status_code == 200
    client.post(remove)
    row.refresh_from_db()
    assert row.deleted_at is not None


def test_another_type_leads_back_to_the_form_for_its_limits(client: Client, anna: Actor) -> None:
    row = made(anna)
    edit = reverse("custom_fields:edit", args=[row.pk])
    answer = client.post(edit, {"name_en": "Discount", "type": "money", "active": "on"})
    assert answer.headers["Location"] == edit
    assert "currency" in client.get(edit).content.decode()


def test_removing_says_how_many_records_hold_a_value(client: Client, anna: Actor) -> None:
    row = made(anna)
    for name in ("Huber", "Moser"):
        create_customer(anna, name=name, custom={row.key: "x"})
    page = client.get(reverse("custom_fields:remove", args=[row.pk])).content.decode()
    assert "2 Datensätze haben einen Wert" in page


def test_the_api_keeps_definitions(people: People) -> None:
    api = caller(people("admin"))
    given = {
        "kind": CUSTOMER,
        "type": "number",
        "names": {"en": "Machines"},
        "limits": {"max": 500},
    }
    made_one = content(api.post("custom-fields", given), 201)
    assert made_one["key"] == "machines"
    url = f"/api/v1/custom-fields/{made_one['id']}"
    changed = content(api.patch(url, {"required": True, "limits": {"max": 600}}))
    assert (changed["required"], changed["limits"]["max"]) == (True, 600)
    assert [each["key"] for each in content(api.get("/api/v1/custom-fields"))["items"]] == [
        "machines"
    ]
    wrong = api.patch(url, {"limits": {"min": 900, "max": 1}})
    assert wrong.status_code == 422
    assert fields(wrong)
    assert api.delete(url).status_code == 204
    assert content(api.get("/api/v1/custom-fields"))["items"] == []
