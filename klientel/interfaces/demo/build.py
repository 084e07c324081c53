"""Builds the invented company by calling the actions, spread over the past three years."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from klientel.domains.customers.actions import contacts, customers, ordering, relating
from klientel.domains.customers.category import Category
from klientel.domains.customers.choices import Kind, ParentRelation
from klientel.domains.customers.models import Customer
from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.db import bulk
from klientel.foundation.lib import clock
from klientel.services.accounts import actions as accounts
from klientel.services.accounts import actors, teams
from klientel.services.accounts.models import StaffTeam, User

from . import custom, world
from .people import DEMO_PEOPLE, DEMO_TEAMS, look_after

COUNT = 320
A_TIME = 8  # customers that came on the same day
DAYS = 1100


def build_demo() -> bool:
    """Fill an installation that has no customers yet. Says whether there was something to do."""
    if Customer.objects.visible_to(SYSTEM).exists():
        return False
    actor = SYSTEM.via("demo")
    accounts.change_company(
        actor,
        name="Kranz & Vogt Baumaschinen",
        street="Hafenweg 12",
        postal_code="20457",
        city="Hamburg",
        country="DE",
        phone="040 66969 100",
        email="info@demo.example",
        is_demo=True,
    )
    creators = _people(actor)
    _teams(actor)
    custom.define(actor)
    _customers(creators)
    _family(creators[0])
    _loners(creators[0])
    _order_parts(actor)
    return True


def _people(actor: Actor) -> list[Actor]:
    """One user per role; returns those who create customers."""
    for name, email, role, language, password in DEMO_PEOPLE:
        if not User.objects.filter(email=email).exists():
            accounts.create_user(
                actor, email=email, name=name, role=role, language=language, password=password
            )
    made = [actors.from_email(email, "demo") for _n, email, *_rest in DEMO_PEOPLE]
    return [person for person in made if person.may("customers.add")]


def _teams(actor: Actor) -> None:
    for name, emails in DEMO_TEAMS.items():
        if not StaffTeam.objects.active().filter(name=name).exists():
            members = User.objects.filter(email__in=emails).values_list("pk", flat=True)
            teams.create_team(actor, name=name, members=members)


def _order_parts(actor: Actor) -> None:
    for owner, parts in world.SUBCATEGORIES.items():
        for position, name in enumerate(parts, start=1):
            row = Category.objects.visible_to(actor).get(parent__name=owner, name=name)
            ordering.place_category(actor, row, position)


def _customers(creators: list[Actor]) -> None:
    random = Random(7)  # noqa: S311  # CONFIG: a repeatable invention, not a secret
    now = clock.now()
    everyone = list(world.customers(COUNT))
    for place, row in enumerate(everyone, start=1):
        custom.fill(row, place)
        look_after(row, place)
    groups = list(bulk.pieces(everyone, A_TIME))
    for place, rows in enumerate(groups):
        days = DAYS * (len(groups) - place - 1) // len(groups)
        came = now - timedelta(days=days, minutes=random.randrange(10, 400))
        who = random.choice(creators)
        with clock.standing_at(came):
            outcome = customers.create_customers(who, rows)
        if outcome.refused:
            raise RuntimeError(f"The demo is wrong: {outcome.refused}")
        later = came + (now - came) * random.random()
        with clock.standing_at(later):
            _live_on(
                random.choice(creators), random, keys=[row.pk for row in outcome.done.values()]
            )


def _live_on(actor: Actor, random: Random, *, keys: list[int]) -> None:
    """Something happened to one of them since: a note, a new colleague over there."""
    customer = Customer.objects.visible_to(actor).get(pk=random.choice(keys))
    if random.random() < 0.5:
        contacts.add_contact(
            actor, customer_id=customer.pk, first_name="Holger", last_name="Weißenfels"
        )
    else:
        customers.change_customer(actor, customer, note="Zweite Baustelle ab Frühjahr.")


def _family(actor: Actor) -> None:
    """A company with one of each kind that can belong to it."""
    companies = Customer.objects.visible_to(actor).filter(kind=Kind.COMPANY, country="DE")
    mother, *others = companies.order_by("number_sort")[: 1 + len(ParentRelation.values)]
    for row, relation in zip(others, ParentRelation.values, strict=True):
        relating.associate(actor, mother, [row], relation=relation)


def _loners(actor: Actor) -> None:
    """People of no organisation, as they come in by a fair or a call."""
    for position, first, last, email, language in world.LONERS:
        contacts.add_contact(
            actor,
            customer_id=None,
            first_name=first,
            last_name=last,
            position=position,
            language=language,
            emails=[{"value": email}],
        )
