"""The left bar, the *Add* menu and the person menu, in the order they are shown."""

from django.utils.translation import gettext_lazy as _

from klientel.foundation.ui import menu
from klientel.foundation.ui.menu import Entry, Person

MAIN = [
    Entry(_("Customers"), "customers:list", "building-2", "customers.view", prefix="/customers"),
    Entry(_("Contacts"), "contacts:list", "contact-round", "contacts.view", prefix="/contacts"),
]
TOOLS = [
    Entry(_("Import"), "transfer:runs", "upload", "transfer.import", prefix="/import"),
]
FOOT = [
    Entry(_("Settings"), "settings:index", "settings", prefix="/settings"),
]
ADD = [
    Entry(_("Customer"), "contacts:person", "user-round", "contacts.add"),
    Entry(_("Customer organisation"), "customers:organisation", "building-2", "customers.add"),
    Entry(_("Contact"), "contacts:create", "contact-round", "contacts.add"),
]


def connect() -> None:
    menu.fill(
        main=MAIN,
        tools=TOOLS,
        foot=FOOT,
        add=ADD,
        search="customers:list",
        language="account_language",
        person=Person(
            profile="settings:profile",
            language="settings:language",
            appearance="settings:appearance",
            sign_out="account_logout",
        ),
    )
