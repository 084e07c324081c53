"""What the lists of customers and of contacts can be asked, by conditions in groups."""

from .contacts import CONTACT_PROPERTIES
from .custom import custom
from .customers import CUSTOMER_PROPERTIES

__all__ = ["CONTACT_PROPERTIES", "CUSTOMER_PROPERTIES", "custom"]
