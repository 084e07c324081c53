"""The making of actors."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from klientel.foundation.access import Actor
from klientel.services.accounts import actions, actors
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, StaffTeam, Token, User

People = Callable[[str], User]


@pytest.mark.parametrize("role", ["admin", "fleet_admin"])
def test_admin_and_fleet_admin_create_customers(as_role: Callable[[str], Actor], role: str) -> None:
    assert as_role(role).may("customers.add")


@pytest.mark.parametrize("role", ["user", "technician", "billing", "read_only"])
def test_nobody_else_creates_customers_or_imports(
    as_role: Callable[[str], Actor], role: str
) -> None:
    assert not as_role(role).may("customers.add")
    assert not as_role(role).may("transfer.import")


def test_an_unknown_role_may_nothing() -> None:
    assert actors.permissions_of("root") == frozenset()


def test_a_read_only_token_is_left_with_reading(anna: Actor, people: People) -> None:
    token, secret = actions.create_token(anna, people("admin"), name="reads", read_only=True)
    actor = actors.from_bearer(f"bearer {secret}")
    assert actor
    assert (actor.kind, actor.origin, actor.user_id) == ("token", "api", token.user_id)
    assert actor.may("customers.view")
    assert actor.may("transfer.export")
    assert not actor.may("customers.change")
    assert not actor.may("accounts.manage_users")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "ü ü"]
)
def test_what_is_no_token_is_nobody(db: None, header: str) -> None:
    assert actors.from_bearer(header) is None


def test_use_of_a_token_is_noted_at_most_once_a_minute(
    anna: Actor, people: People, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    token, secret = actions.create_token(anna, people("admin"), name="script")
    with django_assert_num_queries(2):
        actors.from_bearer(f"Bearer {secret}")
    with django_assert_num_queries(1):
        actors.from_bearer(f"Bearer {secret}")
    Token.objects.filter(pk=token.pk).update(last_used_at=timezone.now() - timedelta(minutes=2))
    with django_assert_num_queries(2):
        actors.from_bearer(f"Bearer {secret}")


def test_the_command_line_finds_a_person_by_any_spelling(people: People) -> None:
    beat = people("user")
    actor = actors.from_email(beat.email.upper())
    assert (actor.user_id, actor.origin) == (beat.pk, "cli")


@pytest.mark.django_db
def test_the_sight_of_a_role_reaches_its_people_and_their_tokens(
    people: People,
) -> None:
    RoleSight.objects.create(role=Role.TECHNICIAN, sight=Sight.MINE)
    technician, reader = people("technician"), people("read_only")
    team = StaffTeam.objects.create(name="Nord")
    team.members.add(technician)
    dissolved = StaffTeam.objects.create(name="Süd", is_active=False)
    dissolved.members.add(technician)

    actor = actors.from_user(technician)
    assert actor.scope == "mine"
    assert actor.teams == {team.pk}
    assert actor.via("api").scope == "mine"
    assert actors.from_token(Token(user=technician)).scope == "mine"
    assert actors.from_user(reader).scope == "all"
    assert actors.in_role(reader, Role.TECHNICIAN).scope == "mine"
    assert actors.in_role(technician, Role.ADMIN).scope == "all"


@pytest.mark.django_db
def test_an_admin_sees_all_whatever_is_stored(people: People) -> None:
    RoleSight.objects.create(role=Role.ADMIN, sight=Sight.MINE)
    assert actors.from_user(people("admin")).scope == "all"
