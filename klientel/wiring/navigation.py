"""The left bar, the *Add* menu and the person menu, in the order they are shown."""

from django.utils.translation import gettext_lazy as _

from klientel.foundation.ui import menu
from klientel.foundation.ui.menu import Entry, Person

MAIN = [
    Entry(_("Customers"), "customers:list", "building-2", "customers.view", prefix="/customers"),
    Entry(_("Contacts"), "customers:contacts", "contact-round", "contacts.view", "/contacts"),
]
TOOLS = [
    Entry(_("Import"), "transfer:index", "upload", "transfer.import", prefix="/import"),
]
FOOT = [
    Entry(_("Settings"), "settings:index", "settings", prefix="/settings"),
]
ADD = [
    Entry(_("Customer"), "customers:new", "building-2", "customers.add", key="n"),
    Entry(_("Contact"), "customers:contact_new", "contact-round", "contacts.add"),
]


def connect() -> None:
    menu.fill(
        main=MAIN,
        tools=TOOLS,
        foot=FOOT,
        add=ADD,
        search="customers:list",
        person=Person(
            profile="settings:profile", language="account_language", sign_out="account_logout"
        ),
    )
