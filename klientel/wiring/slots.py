"""What hangs on whose page: the tabs of a customer, the settings of the domains."""

from django.utils.translation import gettext_lazy as _

from klientel.domains.customers import pages as customers
from klientel.domains.customers import panels as customer_panels
from klientel.foundation.ui.menu import Entry
from klientel.interfaces.settings import sections

NUMBERS = Entry(
    _("Customer numbers"),
    "customer_settings:numbering",
    "list-filter",
    "customers.change_numbering",
)
ASSIGNING = Entry(
    _("Assigning people"),
    "customer_settings:assigning",
    "folder-input",
    "customers.change_assigning",
)
CATEGORIES = Entry(
    _("Customer categories"),
    "customer_settings:categories",
    "shapes",
    "customers.change_lists",
    "/settings/categories",
)

CUSTOM_FIELDS = Entry(
    _("Custom fields"),
    "custom_fields:every",
    "list-plus",
    "customfields.manage",
    "/settings/custom-fields",
)
TAGS = Entry(
    _("Tags"),
    "customer_settings:tags",
    "tag",
    "customers.change_lists",
    "/settings/tags",
    aliases=(_("Labels"), _("Keywords")),
)
PRIVACY = Entry(
    _("Privacy"),
    "privacy:periods",
    "shield-check",
    "privacy.change_periods",
    "/settings/privacy",
    aliases=(_("Retention periods"), _("Record of processing activities")),
)


def connect() -> None:
    customers.CUSTOMER_TABS.fill(
        customer_panels.DETAILS,
        customer_panels.CONTACTS,
        customer_panels.SUBSIDIARIES,
        customer_panels.FILES,
    )
    sections.add(CATEGORIES, TAGS, CUSTOM_FIELDS, NUMBERS, ASSIGNING, PRIVACY)
