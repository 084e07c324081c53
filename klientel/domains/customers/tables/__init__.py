"""The lists of customers and of contacts."""

from .cells import Reader, pages, reader_of
from .contacts import CONTACT_CELLS, CONTACTS, OF_CUSTOMER, PURPOSE_COLUMNS, contacts_of
from .custom import asked
from .customers import CUSTOMERS, OF_PARENT, segment_cell, subsidiaries_of

__all__ = [
    "CONTACTS",
    "CONTACT_CELLS",
    "CUSTOMERS",
    "OF_CUSTOMER",
    "OF_PARENT",
    "PURPOSE_COLUMNS",
    "Reader",
    "asked",
    "contacts_of",
    "pages",
    "reader_of",
    "segment_cell",
    "subsidiaries_of",
]
