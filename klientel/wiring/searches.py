"""What can be found: the kinds, all their keys, how their documents and their hits are made."""

from klientel.domains.customers import finding
from klientel.domains.customers import search as customers
from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.services.search import finding as everything
from klientel.services.search import sources
from klientel.services.search.sources import Source

SOURCES = [
    Source(
        CUSTOMER,
        lambda: Customer.objects.filter(deleted_at=None).values_list("pk", flat=True),
        customers.customer_documents,
    ),
    Source(
        CONTACT,
        lambda: Contact.objects.filter(deleted_at=None).values_list("pk", flat=True),
        customers.contact_documents,
    ),
]


def connect() -> None:
    sources.register(*SOURCES)
    everything.register(finding.CUSTOMERS, finding.CONTACTS, words=[finding.TAGS])
