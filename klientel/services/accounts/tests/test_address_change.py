"""A new address counts once its reader has confirmed it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.lib import clock
from klientel.services.accounts import actions, credentials
from klientel.services.accounts.models import AddressLink, User

GOOD = "Regen-auf-dem-Kran-9"
NEW = "neu@klientel.example"
People = Callable[[str], User]


@pytest.fixture
def user(people: People) -> User:
    return people("user")


@pytest.fixture
def path(beat: Actor, user: User) -> str:
    credentials.ask_for_address(beat, user, " Neu@Klientel.example ")
    assert mail.outbox[-1].to == [NEW]
    found = re.search(
        r"http://localhost:8000(/accounts/address/new/\S+)", str(mail.outbox[-1].body)
    )
    assert found
    return found[1]


def address(user: User) -> str:
    user.refresh_from_db()
    return user.email


def test_nothing_changes_before_the_new_address_has_answered(
    client: Client, path: str, user: User
) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert NEW in page.content.decode()
    assert address(user) == "beat@klientel.example"
    assert credentials.waiting_address(user) == NEW
    assert len(mail.outbox) == 1


def test_the_button_confirms_once_and_both_addresses_are_told(
    client: Client, path: str, user: User
) -> None:
    assert client.post(path)["Location"] == "/accounts/address/confirmed"
    assert address(user) == NEW
    assert [message.to[0] for message in mail.outbox[1:]] == ["beat@klientel.example", NEW]
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410
    assert client.get("/accounts/address/confirmed").status_code == 200
    assert credentials.waiting_address(user) == ""


def test_the_link_lives_an_hour(client: Client, path: str, user: User) -> None:
    with clock.standing_at(clock.now() + timedelta(hours=1, seconds=1)):
        assert client.post(path).status_code == 410
    assert address(user) == "beat@klientel.example"


def test_a_newer_wish_voids_the_older(client: Client, path: str, beat: Actor, user: User) -> None:
    credentials.ask_for_address(beat, user, "third@klientel.example")
    assert client.post(path).status_code == 410


@pytest.mark.parametrize("what", ["password", "address", "disabled"])
def test_what_changes_meanwhile_voids_the_link(
    client: Client, path: str, user: User, anna: Actor, what: str
) -> None:
    if what == "password":
        credentials.change_password(anna, user, GOOD)
    elif what == "address":
        actions.change_user(anna, user, email="by-admin@klientel.example")
    else:
        actions.disable_user(anna, user)
    assert client.post(path).status_code == 410
    assert address(user) != NEW


def test_an_address_taken_meanwhile_changes_nothing(client: Client, path: str, user: User) -> None:
    actions.create_user(SYSTEM, email=NEW, name="Nina", role="user")
    assert client.post(path).status_code == 410
    assert address(user) == "beat@klientel.example"
    assert AddressLink.objects.get().used_at is None


@pytest.mark.parametrize("wanted", ["anna@klientel.example", "beat@klientel.example", "no address"])
def test_what_cannot_become_one_s_address_is_refused(
    people: People, beat: Actor, user: User, wanted: str
) -> None:
    people("admin")
    with pytest.raises(ValidationError) as refused:
        credentials.ask_for_address(beat, user, wanted)
    assert "email" in refused.value.message_dict
    assert mail.outbox == []


def test_one_asks_for_oneself(beat: Actor, people: People) -> None:
    with pytest.raises(PermissionDenied):
        credentials.ask_for_address(beat, people("technician"), NEW)


def test_an_administrator_s_change_is_told_to_both_addresses(anna: Actor, user: User) -> None:
    actions.change_user(anna, user, email=NEW)
    assert [message.to[0] for message in mail.outbox] == ["beat@klientel.example", NEW]


def test_a_link_for_a_password_confirms_no_address(client: Client, user: User) -> None:
    secret = credentials.create_password_link(SYSTEM, user)
    assert client.post(f"/accounts/address/new/{secret}").status_code == 410
