"""The demo is a company one can believe in, and is built once."""

import pytest

from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import SYSTEM
from klientel.interfaces.demo import world
from klientel.interfaces.demo.build import COUNT, build_demo
from klientel.interfaces.demo.people import DEMO_PEOPLE
from klientel.services.accounts import actors, showcase
from klientel.services.accounts.choices import Role, Sight
from klientel.services.accounts.models import RoleSight, User

pytestmark = pytest.mark.django_db


def test_it_is_built_once_with_a_person_per_role() -> None:
    assert build_demo()
    assert not build_demo()
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
    found = Customer.objects.visible_to(SYSTEM)
    assert found.count() == COUNT
    assert set(found.values_list("country", flat=True)) == {"DE", "FR", "GB"}
    assert {"dealer", "contractor", "rental"} <= set(found.values_list("segment", flat=True))
    assert found.filter(kind="individual").count() > 20
    assert Contact.objects.visible_to(SYSTEM).count() > COUNT
    days = found.order_by("created_at").values_list("created_at", flat=True)
    assert (days[COUNT - 1] - days[0]).days > 1000
    assert [person.email for person in showcase.people()] == [row[1] for row in DEMO_PEOPLE]


def test_everyone_can_sign_in_with_the_password_shown() -> None:
    build_demo()
    for _name, email, _role, _language, password in DEMO_PEOPLE:
        assert User.objects.get(email=email).check_password(password)


@pytest.mark.parametrize("email", ["vente@demo.example", "technik@demo.example"])
def test_who_sees_their_own_customers_alone_sees_some(email: str) -> None:
    build_demo()
    person = User.objects.get(email=email)
    RoleSight.objects.create(role=person.role, sight=Sight.MINE)
    own = Customer.objects.visible_to(actors.from_user(person)).count()
    assert 10 < own < COUNT / 2


def test_companies_of_one_name_in_different_trades_are_not_taken_for_duplicates() -> None:
    mails: dict[str, set[str]] = {}
    for made in world.customers(COUNT):
        for mail in made["emails"]:
            mails.setdefault(mail["value"], set()).add(made["segment"])
    assert all(len(segments) == 1 for segments in mails.values())


def test_it_is_the_same_every_time() -> None:
    assert list(world.customers(40)) == list(world.customers(40))
