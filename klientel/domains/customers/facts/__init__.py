"""What can happen to customers and contacts."""

from .leaving import BinPurged, ContactErased
from .lists import (
    CATEGORY,
    CategoryAdded,
    CategoryMoved,
    CategoryPlaced,
    CategoryRemoved,
    CategoryRenamed,
    DomainRuleChanged,
    NumberRangeChanged,
)
from .notes import (
    NOTE,
    NoteAdded,
    NoteChanged,
    NoteDeleted,
    NoteRestored,
)
from .records import (
    CONTACT,
    CUSTOMER,
    Changed,
    ContactChanged,
    ContactsAdded,
    ContactsDeleted,
    ContactsMoved,
    ContactsRestored,
    CustomerChanged,
    CustomersCreated,
    CustomersDeleted,
    CustomersRestored,
)
from .relations import SubsidiariesAssociated, SubsidiariesEnded, SubsidiariesReleased

__all__ = [
    "CATEGORY",
    "CONTACT",
    "CUSTOMER",
    "NOTE",
    "BinPurged",
    "CategoryAdded",
    "CategoryMoved",
    "CategoryPlaced",
    "CategoryRemoved",
    "CategoryRenamed",
    "Changed",
    "ContactChanged",
    "ContactErased",
    "ContactsAdded",
    "ContactsDeleted",
    "ContactsMoved",
    "ContactsRestored",
    "CustomerChanged",
    "CustomersCreated",
    "CustomersDeleted",
    "CustomersRestored",
    "DomainRuleChanged",
    "NoteAdded",
    "NoteChanged",
    "NoteDeleted",
    "NoteRestored",
    "NumberRangeChanged",
    "SubsidiariesAssociated",
    "SubsidiariesEnded",
    "SubsidiariesReleased",
]
