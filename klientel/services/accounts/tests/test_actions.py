"""Writing people: who may, what is refused, what ends with it."""

from collections.abc import Callable
from typing import Unpack

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actions, actors, credentials
from klientel.services.accounts.models import Company, PasswordLink, Token, User
from klientel.services.journal.models import SecurityEvent

from .together import at_once

GOOD = "Regen-auf-dem-Kran-9"
People = Callable[[str], User]


def new(*, password: str = "", **fields: Unpack[actions.NewUserFields]) -> User:
    given = actions.NewUserFields(email="neu@klientel.example", name="Nina Neu", role="user")
    return actions.create_user(SYSTEM, password=password, **(given | fields))


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_a_new_person_cannot_sign_in_before_choosing_a_password(db: None) -> None:
    user = new()
    assert not user.has_usable_password()
    assert kinds() == ["accounts.user.created"]


def test_an_address_is_stored_in_one_form_and_taken_once(db: None) -> None:
    assert new(email=" Neu@Klientel.EXAMPLE ").email == "neu@klientel.example"
    with pytest.raises(ValidationError) as refused:
        new(email="NEU@klientel.example")
    assert "email" in refused.value.message_dict


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", "a@b.example\r\nBcc: c@d.example"),
        ("name", " "),
        ("name", "x" * 151),
        ("role", "root"),
        ("language", "xx"),
        ("time_zone", "Europe/Atlantis"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(db: None, field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        new(**{field: value})
    assert field in refused.value.message_dict
    assert not User.objects.exists()


@pytest.mark.parametrize("role", ["fleet_admin", "user", "technician", "billing", "read_only"])
def test_only_admins_manage_people(
    as_role: Callable[[str], Actor], people: People, role: str
) -> None:
    actor, anna = as_role(role), people("admin")
    for act in (
        lambda: actions.create_user(actor, email="a@b.example", name="A", role="admin"),
        lambda: actions.change_user(actor, anna, role="user"),
        lambda: actions.disable_user(actor, anna),
        lambda: actions.enable_user(actor, anna),
        lambda: actions.create_token(actor, anna, name="x"),
        lambda: actions.end_sessions(actor, anna),
        lambda: credentials.change_password(actor, anna, GOOD),
        lambda: credentials.ask_for_address(actor, anna, "x@y.example"),
        lambda: actions.change_profile(actor, anna, name="x"),
        lambda: actions.change_company(actor, name="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_last_admin_stays_admin_and_active(anna: Actor, people: People) -> None:
    last = people("admin")
    with pytest.raises(ValidationError):
        actions.disable_user(anna, last)
    with pytest.raises(ValidationError) as refused:
        actions.change_user(anna, last, role="user")
    assert "role" in refused.value.message_dict
    actions.change_user(anna, people("user"), role="admin")
    assert not actions.disable_user(anna, last).is_active


def test_a_disabled_admin_does_not_count_as_one(anna: Actor, people: People) -> None:
    second = actions.change_user(anna, people("user"), role="admin")
    actions.disable_user(anna, second)
    with pytest.raises(ValidationError):
        actions.disable_user(anna, people("admin"))


@pytest.mark.django_db(transaction=True)
def test_of_two_first_administrators_at_once_one_remains() -> None:
    def first(name: str) -> Callable[[], object]:
        email = f"{name}@klientel.example"
        return lambda: actions.create_first_admin(name=name, email=email, password=GOOD)

    assert len(at_once(first("one"), first("two"))) == 1
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_demote_each_other_leave_one() -> None:
    one, two = new(email="1@b.example", role="admin"), new(email="2@b.example", role="admin")
    wrong = at_once(
        lambda: actions.disable_user(SYSTEM, one),
        lambda: actions.change_user(SYSTEM, two, role="user"),
    )
    assert wrong
    assert User.objects.admins().count() >= 1


def test_nobody_can_be_first_administrator_twice(people: People) -> None:
    people("read_only")
    with pytest.raises(ValidationError):
        actions.create_first_admin(name="X", email="x@y.example", password=GOOD)


def test_disabling_ends_tokens_and_sessions(anna: Actor, people: People) -> None:
    beat = people("user")
    _, secret = actions.create_token(anna, beat, name="script")
    before = beat.get_session_auth_hash()
    assert actors.from_bearer(f"Bearer {secret}")
    disabled = actions.disable_user(anna, beat)
    assert actors.from_bearer(f"Bearer {secret}") is None
    assert disabled.get_session_auth_hash() != before
    assert actors.from_user(disabled).permissions == frozenset()


def test_a_token_is_stored_as_hash_and_shown_by_its_start(anna: Actor, people: People) -> None:
    token, secret = actions.create_token(anna, people("admin"), name="script")
    stored = Token.objects.filter(pk=token.pk).values().get()
    assert secret not in str(stored)
    assert secret.startswith(stored["prefix"])
    assert len(secret) > 40


def test_a_revoked_token_opens_nothing(anna: Actor, people: People) -> None:
    token, secret = actions.create_token(anna, people("admin"), name="script")
    actions.revoke_token(anna, token)
    assert actors.from_bearer(f"Bearer {secret}") is None


def test_nobody_revokes_the_token_of_another(anna: Actor, beat: Actor, people: People) -> None:
    token, _ = actions.create_token(anna, people("admin"), name="script")
    with pytest.raises(PermissionDenied):
        actions.revoke_token(beat, token)


@pytest.mark.parametrize(
    "password",
    ["short", "password123", "klientel2026", "Nina-Neu-2026", "Grünewald#77", "x" * 257],
)
def test_weak_passwords_are_refused(anna: Actor, password: str) -> None:
    actions.change_company(anna, name="Grünewald & Röhrig", country="DE")
    with pytest.raises(ValidationError) as refused:
        new(password=password)
    assert "password" in refused.value.message_dict


@pytest.mark.parametrize(
    "password", [GOOD, "correct horse battery", "    zehn    ", "密码密码密码密码密码"]
)
def test_long_passwords_of_any_kind_are_taken(db: None, password: str) -> None:
    assert new(password=password).check_password(password)


def test_a_link_works_once_and_only_the_newest(people: People) -> None:
    beat = people("user")
    old = credentials.create_password_link(SYSTEM, beat)
    secret = credentials.create_password_link(SYSTEM, beat)
    assert credentials.password_link(old) is None
    assert credentials.password_link(secret)
    assert credentials.use_password_link(secret, GOOD)
    assert credentials.use_password_link(secret, GOOD + "x") is None
    beat.refresh_from_db()
    assert beat.check_password(GOOD)
    assert not PasswordLink.objects.filter(digest=secret).exists()


def test_a_refused_password_does_not_use_up_the_link(people: People) -> None:
    secret = credentials.create_password_link(SYSTEM, people("user"))
    with pytest.raises(ValidationError):
        credentials.use_password_link(secret, "short")
    assert credentials.password_link(secret)


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_of_a_link_at_once_one_succeeds() -> None:
    secret = credentials.create_password_link(SYSTEM, new())
    done: list[User | None] = []
    at_once(
        lambda: done.append(credentials.use_password_link(secret, GOOD)),
        lambda: done.append(credentials.use_password_link(secret, GOOD + "x")),
    )
    assert len([user for user in done if user]) == 1


def test_a_changed_address_voids_links_to_the_old_one(anna: Actor, people: People) -> None:
    beat = people("user")
    secret = credentials.create_password_link(SYSTEM, beat)
    actions.change_user(anna, beat, email="other@klientel.example")
    assert credentials.password_link(secret) is None


def test_the_security_log_tells_what_happened_without_names(anna: Actor, people: People) -> None:
    beat = people("user")
    actions.change_user(anna, beat, role="billing", email="other@klientel.example")
    actions.disable_user(anna, beat)
    actions.enable_user(anna, beat)
    assert kinds() == [
        "accounts.user.role_changed",
        "accounts.user.email_changed",
        "accounts.user.disabled",
        "accounts.user.enabled",
    ]
    told = str(list(SecurityEvent.objects.values("data")))
    assert "klientel.example" not in told
    assert beat.name not in told


def test_the_company_is_one_row(anna: Actor) -> None:
    actions.change_company(anna, name="Eins", country="DE")
    actions.change_company(anna, name="Zwei")
    assert [company.name for company in Company.objects.all()] == ["Zwei"]
