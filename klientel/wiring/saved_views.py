"""The lists people keep views of."""

from django.utils.translation import gettext_lazy as _

from klientel.services.saved_views import lists
from klientel.services.saved_views.lists import SavedList

CUSTOMERS = SavedList(
    "customers",
    _("Customers"),
    "customers.view",
    {
        "customers:list": _("Table"),
        "customers:tree": _("By customer organisation"),
        "customers:board": _("By segment"),
    },
)
CONTACTS = SavedList(
    "contacts",
    _("Contacts"),
    "contacts.view",
    {"contacts:list": _("As a list"), "contacts:tree": _("By organisation")},
)


def connect() -> None:
    lists.register(CUSTOMERS, CONTACTS)
