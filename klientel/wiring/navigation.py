"""The left bar, the *Add* menu and the person menu, in the order they are shown."""

from django.utils.translation import gettext_lazy as _

from klientel.domains.customers import menus as customers
from klientel.foundation.ui import menu
from klientel.foundation.ui.menu import Entry, Person
from klientel.interfaces.settings import sections
from klientel.services.bulk import menus as bulk
from klientel.services.long_searches import menus as long_searches
from klientel.services.saved_views import menus as saved_views
from klientel.services.transfer import menus as transfer

MAIN = [
    Entry(
        _("Customers"),
        "customers:list",
        "building-2",
        "customers.view",
        prefix="/customers",
        go="k",
    ),
    Entry(
        _("Contacts"), "contacts:list", "contact-round", "contacts.view", prefix="/contacts", go="o"
    ),
]
TOOLS = [transfer.RUNS, bulk.RUNS, customers.DUPLICATES, customers.BIN_PAGE]
INNER = [  # pages that a page of the settings leads to
    Entry(_("Add user"), "settings:user_new", "plus", "accounts.manage_users"),
    Entry(_("Add team"), "settings:team_new", "plus", "accounts.manage_users"),
    Entry(_("Add field"), "custom_fields:new", "plus", "customfields.manage"),
    Entry(
        _("Record of processing activities"),
        "privacy:register",
        "file-text",
        "privacy.change_periods",
    ),
    customers.UNUSED,
]
ACTIONS = [*customers.BUTTONS, transfer.UPLOAD, saved_views.EVERY, long_searches.EVERY, *INNER]
FOOT = [
    Entry(_("Settings"), "settings:index", "settings", prefix="/settings", go="s"),
]
ADD = [*customers.NEW]


def connect() -> None:
    menu.fill(
        main=MAIN,
        tools=TOOLS,
        foot=FOOT,
        add=ADD,
        actions=ACTIONS,
        sections=sections.entries,
        search="search:page",
        palette="search:palette",
        language="account_language",
        person=Person(
            profile="settings:profile",
            language="settings:language",
            appearance="settings:appearance",
            sign_out="account_logout",
        ),
    )
