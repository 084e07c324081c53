"""One thing of each kind to point at, made through the actions."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core import mail
from PIL import Image

from klientel.domains.customers.actions import (
    categories,
    contacts,
    customers,
    deleting,
    notes,
    tags,
)
from klientel.domains.customers.actions.uniting.merge import merge_contacts, merge_customers
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts import actions as accounts
from klientel.services.accounts import actors, credentials, teams
from klientel.services.accounts.models import User
from klientel.services.bulk import actions as bulk
from klientel.services.customfields.actions.defining import add_field
from klientel.services.files.actions import attaching
from klientel.services.files.actions.attaching import Upload
from klientel.services.long_searches import actions as long_searches
from klientel.services.notifications import outbox
from klientel.services.notifications.models import OutboxMail
from klientel.services.saved_views.actions import save_view
from klientel.services.transfer import actions as transfer

from .endpoints import Endpoint

UNKNOWN: dict[str, object] = {"int": 999_999_999, "str": "unknown", "path": "nothing/here"}
CUSTOMERS_FILE = b"Name;E-Mail\nHuber AG;info@huber.example\n"


@dataclass(frozen=True)
class Samples:
    """Keys of rows; all of them belong to the administrator, or were made by them."""

    customer: int
    subsidiary: int
    deleted_customer: int
    contact: int
    category: int
    tag: int
    deleted_contact: int
    note: int
    contact_note: int
    batch: str
    merge: str
    contact_merge: str
    person: int
    team: int
    token: int
    mail: int
    link: str
    address_link: str
    run: int
    binned: str
    bulk: int
    file: int
    picture: int
    view: int
    search: int
    field: int


# Address → what its arguments stand for, one for all or each its own; the first that fits counts.
PLACES: list[tuple[str, str]] = [
    (r"customers/<int:\w+>/notes/<int:\w+>", "customer note"),
    (r"contacts/<int:\w+>/notes/<int:\w+>", "contact contact_note"),
    (r"customers/<int:\w+>/files/<int:\w+>", "customer file"),
    (r"^files/<int:pk>/picture", "picture"),
    (r"^files/<int:pk>", "file"),
    (r"customers/<int:\w+>/subsidiaries/<int:\w+>", "customer subsidiary"),
    (r"bin/<str:kind>", "binned"),
    (r"customers/<int:\w+>/restore", "deleted_customer"),
    (r"customers/<int:\w+>", "customer"),
    (r"contacts/<int:\w+>/restore", "deleted_contact"),
    (r"contacts/<int:\w+>", "contact"),
    (r"^customers/merges/<str:\w+>", "merge"),
    (r"^contacts/merges/<str:\w+>", "contact_merge"),
    (r"batches/<str:\w+>", "batch"),
    (r"categories/<int:\w+>", "category"),
    (r"tags/<int:\w+>", "tag"),
    (r"settings/users/<int:pk>", "person"),
    (r"settings/teams/<int:pk>", "team"),
    (r"staff-teams/<int:\w+>", "team"),
    (r"settings/tokens/<int:pk>", "token"),
    (r"settings/outbox/<int:pk>", "mail"),
    (r"accounts/password/new/<str:secret>", "link"),
    (r"accounts/address/new/<str:secret>", "address_link"),
    (r"imports?(?:/runs)?/<int:\w+>", "run"),
    (r"bulk/<int:\w+>", "bulk"),
    (r"views/<int:\w+>", "view"),
    (r"searches/<int:\w+>", "search"),
    (r"custom-fields/<int:\w+>", "field"),
]
NOTHING_TO_POINT_AT = ("accounts/passkeys/", "api/v1/<path:rest>")


def make(people: Callable[[str], User]) -> Samples:
    admin = people("admin")
    anna = actors.from_user(admin)
    other = accounts.create_user(anna, email="nora@klientel.example", name="Nora", role="user")
    token, _secret = accounts.create_token(anna, admin, name="Sample")
    huber, meyer = (_customer(anna, name) for name in ("Huber AG", "Meyer SA"))
    number = Customer.objects.get(pk=huber).number
    favre = contacts.add_contact(anna, customer_id=huber, last_name="Favre")
    gone = contacts.add_contact(anna, customer_id=huber, last_name="Gone")
    deleting.delete_contacts(anna, [gone])
    deleting.delete_customers(anna, [Customer(pk=meyer)])
    _customer(anna.via("web", batch="sample-batch"), "Batch AG")
    link, address_link = _links(anna, admin, other)
    run = transfer.open_run(anna, "customers", io.BytesIO(CUSTOMERS_FILE), name="kunden.csv")
    [attached] = attaching.attach(anna, (CUSTOMER, huber), [Upload("a.txt", io.BytesIO(b"Text"))])
    picture = attaching.set_picture(anna, (CUSTOMER, huber), drawn())
    attaching.set_picture(anna, (CONTACT, favre.pk), drawn())
    nord = customers.create_customer(anna, name="Huber Nord AG", parent=number)
    return Samples(
        customer=huber,
        subsidiary=nord.pk,
        deleted_customer=meyer,
        contact=favre.pk,
        category=categories.add_category(anna, "Bau").pk,
        tag=tags.add_tag(anna, "Messe").pk,
        deleted_contact=gone.pk,
        note=notes.add_note(anna, Customer(pk=huber), text="Ruft montags zurück.").pk,
        contact_note=notes.add_note(anna, favre, text="Nur vormittags.").pk,
        batch="sample-batch",
        merge=_merged_customers(anna.via("web", batch="sample-merge")),
        contact_merge=_merged_contacts(anna.via("web", batch="sample-contact-merge")),
        person=other.pk,
        team=teams.create_team(anna, name="Küste", members=[other.pk]).pk,
        token=token.pk,
        mail=OutboxMail.objects.latest("pk").pk,
        link=link,
        address_link=address_link,
        run=run.pk,
        binned="customers",
        bulk=bulk.open_run(anna, "customers", [huber]).pk,
        view=save_view(anna, table="customers", name="Verleiher", share="all").pk,
        search=long_searches.begin(anna, "customers", "q=huber").pk,
        field=add_field(anna, CUSTOMER, type="text", names={"de": "Rabatt"}).pk,
        file=attached.pk,
        picture=picture.pk,
    )


def drawn() -> io.BytesIO:
    """A small picture."""
    result = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(result, "PNG")
    result.seek(0)
    return result


def _links(actor: Actor, admin: User, other: User) -> tuple[str, str]:
    """The secrets of the links that choose a password and confirm an address; a mail on the way."""
    credentials.ask_for_address(actor, admin, "anna.neu@klientel.example")
    message = mail.outbox[-1]
    found = re.search(r"/accounts/address/new/(\S+)", str(message.body))
    assert found
    outbox.Backend().send_messages([message])
    return credentials.create_password_link(actor, other), found[1]


def _merged_customers(actor: Actor) -> str:
    rows = [Customer(pk=_customer(actor.via("web"), name)) for name in ("Favre SA", "Favre AG")]
    merge_customers(actor, rows[0], rows[1:])
    return actor.batch


def _merged_contacts(actor: Actor) -> str:
    rows = [contacts.add_contact(actor.via("web"), last_name=name) for name in ("Roux", "Rou")]
    merge_contacts(actor, rows[0], rows[1:])
    return actor.batch


def _customer(actor: Actor, name: str) -> int:
    return customers.create_customer(actor, name=name).pk


def values(endpoint: Endpoint, samples: Samples) -> dict[str, object]:
    """Raises LookupError for an address nobody has given a sample for."""
    if not endpoint.arguments:
        return {}
    if endpoint.route.startswith(NOTHING_TO_POINT_AT):
        return unknown(endpoint)
    for place, name in PLACES:
        if re.search(place, endpoint.route):
            names = name.split()
            each = names if len(names) > 1 else names * len(endpoint.arguments)
            return {
                argument: getattr(samples, one)
                for argument, one in zip(endpoint.arguments, each, strict=True)
            }
    raise LookupError(f"give a sample for {endpoint.route} in tests/matrix/samples.py")


def unknown(endpoint: Endpoint) -> dict[str, object]:
    return {name: UNKNOWN[kind] for name, kind in endpoint.arguments.items()}
