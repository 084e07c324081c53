"""Every page of the installation, with something on it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.urls import reverse

from klientel.domains.customers.actions import categories, tags
from klientel.domains.customers.actions.contacts import add_contact
from klientel.domains.customers.actions.customers import create_customer
from klientel.domains.customers.actions.deleting import delete_customers
from klientel.domains.customers.actions.doubles import running
from klientel.domains.customers.actions.notes import add_note
from klientel.domains.customers.actions.uniting.merge import merge_customers
from klientel.domains.customers.facts import CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.models.doubles import Of
from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actors, teams
from klientel.services.accounts.models import User
from klientel.services.bulk import actions as bulk
from klientel.services.bulk.wishes import Wish
from klientel.services.customfields.actions.defining import add_field
from klientel.services.files.actions import attaching
from klientel.services.files.actions.attaching import Upload
from klientel.services.long_searches import actions as searches
from klientel.services.long_searches import engine as searching
from klientel.services.saved_views.actions import save_view

SIGNED_OUT = {
    "sign-in": "/accounts/login",
    "forgotten": "/accounts/password/forgotten",
    "forgotten-done": "/accounts/password/forgotten/done",
    "chosen": "/accounts/password/chosen",
    "link-void": "/accounts/password/new/nothing",
}
SETTINGS = (
    "profile",
    "security",
    "email",
    "tokens",
    "users",
    "user_new",
    "teams",
    "team_new",
    "roles",
    "company",
    "outbox",
)


WITHOUT_ROWS = {
    "customers": "/customers",
    "customers-none": "/customers?q=nichtsdergleichen",
    "customers-conditions": "/customers?where=[[%22active%22,%22yes%22]]",
    "conditions": "/customers/conditions?where=[[%22segment%22,%22in%22,%22rental%22]]",
    "contacts-conditions": "/contacts/conditions",
    "view-new": "/views/new?table=customers&page=customers:list&query=q%3Dbau",
    "customers-board": "/customers/board",
    "customers-board-none": "/customers/board?q=nichtsdergleichen",
    "customers-tree": "/customers/organisations",
    "customers-tree-none": "/customers/organisations?q=nichtsdergleichen",
    "organisation-new": "/customers/organisation",
    "wizard": "/customers/new",
    "customer-add": "/customers/add",
    "export": "/customers/export",
    "contacts": "/contacts",
    "contacts-tree": "/contacts/organisations",
    "person-new": "/contacts/person",
    "customer-numbers": "/settings/customer-numbers",
    "assigning": "/settings/assigning",
    "custom-fields": "/settings/custom-fields",
    "custom-field-types": "/settings/custom-fields/new?kind=customers.customer",
    "custom-field-new": "/settings/custom-fields/new?kind=customers.contact&type=choice",
    "search": "/search?q=m",
    "search-none": "/search?q=nichtsdergleichen",
    "palette": "/palette?q=kunde",
    "import": "/import",
    "imports": "/import/runs",
    "missing": "/nichts",
    "bin": "/bin/customers",
    "privacy": "/settings/privacy",
    "privacy-apply": "/settings/privacy/apply",
    "privacy-register": "/settings/privacy/register",
    "privacy-unused": "/settings/privacy/contacts",
    "bin-none": "/bin/notes",
    "duplicates-none": "/duplicates/contacts",
}


def signed_in(user: User) -> dict[str, str]:
    """Names and addresses; what they show is made here."""
    actor = actors.from_user(user).via("web", "0" * 32)
    customer = create_customer(
        actor,
        name="Müller & Söhne Baumaschinen",
        note="Ruft montags zurück.",
        website="https://mueller.example",
        language="de",
        phones=[{"kind": "phone", "value": "+49 40 66969123"}],
        emails=[{"value": "info@mueller.example"}],
        addresses=[
            {"street": "Hafenweg 12", "postal_code": "20457", "city": "Hamburg", "country": "DE"}
        ],
        contacts=[{"first_name": "Zoé", "last_name": "Dupont", "position": "Einkauf"}],
    )
    nord = create_customer(actor, name="Müller Nord", parent=customer.number)
    alone = add_contact(actor, last_name="Ohnefirma", customer_id=None)
    gone = create_customer(actor, name="Weg & Fort", contacts=[{"last_name": "Fort"}])
    delete_customers(actor.via("web", "1" * 32), [gone])
    contact = Contact.objects.visible_to(SYSTEM).get(customer=customer)
    note = add_note(actor, customer, text="Neue Baustelle in Hürth ab Dezember.", pinned=True)
    add_note(actor, contact, text="Am besten vormittags anrufen.")
    record = f"/customers/{customer.pk}"
    field = add_field(actor, CUSTOMER, type="money", names={"de": "Kreditlimit"}, required=True)
    _with_a_file(actor, customer)
    return {
        **WITHOUT_ROWS,
        **_of_lists(actor),
        "custom-field": f"/settings/custom-fields/{field.pk}",
        "custom-field-remove": f"/settings/custom-fields/{field.pk}/remove",
        **_of_a_customer(record, note.pk),
        "subsidiary": f"/customers/{nord.pk}",
        "subsidiary-none": f"/customers/{nord.pk}/subsidiaries",
        "subsidiary-release": f"/customers/chosen/release?ids={nord.pk}",
        "customer-deleted": f"/customers/{gone.pk}",
        "bin-purge": f"/bin/customers/purge?ids={gone.pk}",
        **_of_a_merge(user, [customer, nord], [contact, alone]),
        **_of_a_contact(contact.pk),
        "contact-alone": f"/contacts/{alone.pk}",
        "contact-new": f"/contacts/new?customer={customer.pk}",
        "contacts-edit": f"/contacts/edit?ids={contact.pk}&ids={alone.pk}",
        "batch": reverse("journal:batch", args=["0" * 32]),
        **{f"settings-{name}": reverse(f"settings:{name}") for name in SETTINGS},
        **_of_many(actor, [customer, nord]),
        **_of_people(user),
    }


def _of_searches(actor: Actor) -> dict[str, str]:
    asked = ("status=active", 'where=[["name","has","bau"],["note","empty"]]', "q=xqzxqz")
    ended, running, empty = (searches.begin(actor, "customers", query) for query in asked)
    for search in (ended, empty):
        searching.work(search.pk, "places")
    return {
        "searches": "/searches",
        "search-running": f"/searches/{running.pk}",
        "search-ended": f"/searches/{ended.pk}",
        "search-empty": f"/searches/{empty.pk}",
    }


def _of_lists(actor: Actor) -> dict[str, str]:
    bau = categories.add_category(actor, "Rahmenvertrag")
    fair = tags.add_tag(actor, "Messe")
    tags.add_tag(actor, "Winterdienst")
    return {
        "categories": "/settings/categories",
        "category": f"/settings/categories/{bau.pk}",
        "category-remove": f"/settings/categories/{bau.pk}/remove",
        "tags": "/settings/tags",
        "tag": f"/settings/tags/{fair.pk}",
        "tag-merge": f"/settings/tags/{fair.pk}/merge",
        "tag-remove": f"/settings/tags/{fair.pk}/remove",
    }


def _of_views(actor: Actor) -> dict[str, str]:
    query = "segment=other&columns=name.city&density=compact"
    view = save_view(actor, table="customers", name="Sonstige, dicht", query=query, share="all")
    return {
        "views": "/views",
        "view": f"/views/{view.pk}",
        "view-edit": f"/views/{view.pk}/edit",
    }


def _of_many(actor: Actor, customers: Sequence[Customer]) -> dict[str, str]:
    keys = [customer.pk for customer in customers]
    opened, checked, done = (bulk.open_run(actor, "customers", keys) for _place in range(3))
    bulk.check(actor, checked, Wish(set={"segment": "rental"}, append={"note": "Neue Preise"}))
    primaries = Contact.objects.filter(primary=True).order_by("pk").values_list("pk", flat=True)
    leaving = bulk.open_run(actor, "contacts", primaries[:20])
    bulk.check(actor, leaving, Wish(set={"active": False}, given={"successors": "next"}))
    bulk.start(actor, done, Wish(set={"parent": customers[0].number}))
    return {
        **_of_views(actor),
        **_of_searches(actor),
        "bulk": "/bulk",
        "bulk-fields": f"/bulk/{opened.pk}/fields",
        "bulk-preview": f"/bulk/{checked.pk}",
        "bulk-successors": f"/bulk/{leaving.pk}",
        "bulk-result": f"/bulk/{done.pk}?show=refused",
    }


def _of_a_merge(
    user: User, customers: Sequence[Customer], contacts: Sequence[Contact]
) -> dict[str, str]:
    """Two to come, and one to be taken apart, with a note that was added since."""
    actor, customer = actors.from_user(user), customers[0]
    double = create_customer(actor, name="Mueller und Soehne", language="fr")
    merge_customers(actor.via("web", "2" * 32), customer, [double])
    add_note(actor, customer, text="Seither vereinbart: Lieferung nur montags.")
    return {
        "customer-partners": f"/customers/{customer.pk}/merge",
        "customers-merge": f"/customers/merge?ids={customer.pk}&ids={customers[1].pk}",
        "contacts-merge": f"/contacts/merge?ids={contacts[0].pk}&ids={contacts[1].pk}",
        "customers-unmerge": f"/customers/merges/{'2' * 32}",
        "duplicates": _duplicates(actor),
    }


def _duplicates(actor: Actor) -> str:
    """Found, and being looked for again."""
    for name in ("Huber Hochbau AG", "Hueber Hochbau GmbH"):
        create_customer(actor, name=name, emails=[{"value": "info@huber.example"}])
    running.work(running.open_run(actor, Of.CUSTOMERS).pk, "me")
    running.open_run(actor, Of.CUSTOMERS)
    return "/duplicates/customers"


def _of_people(user: User) -> dict[str, str]:
    actor = actors.from_user(user)
    team = teams.create_team(actor, name="Binnenland", members=[user.pk])
    gone = teams.dissolve_team(actor, teams.create_team(actor, name="Altland"))
    sight = reverse("settings:user_sight", args=[user.pk])
    return {
        "settings-user": reverse("settings:user", args=[user.pk]),
        "settings-user-sight": sight,
        "settings-user-compared": f"{sight}?role=technician",
        "settings-team": reverse("settings:team", args=[team.pk]),
        "settings-team-dissolve": reverse("settings:team_dissolve", args=[team.pk]),
        "settings-team-dissolved": reverse("settings:team", args=[gone.pk]),
    }


def _of_a_customer(record: str, note: int) -> dict[str, str]:
    parts = ("edit", "contacts", "subsidiaries", "files", "access", "logo", "delete")
    return {
        "customer": record,
        **{f"customer-{part}": f"{record}/{part}" for part in parts},
        "customer-associate": f"{record}/subsidiaries/associate",
        "customer-notes": f"{record}?show=notes",
        "customer-note": f"{record}/notes/{note}",
    }


def _of_a_contact(key: int) -> dict[str, str]:
    parts = ("access", "person", "erase", "picture", "delete")
    return {
        "contact": f"/contacts/{key}",
        "contact-move": f"/contacts/chosen/move?ids={key}",
        **{f"contact-{part}": f"/contacts/{key}/{part}" for part in parts},
    }


def _with_a_file(actor: Actor, customer: Customer) -> None:
    upload = Upload("Kaufvertrag.txt", io.BytesIO(b"Vertrag"))
    attaching.attach(actor, (CUSTOMER, customer.pk), [upload])
