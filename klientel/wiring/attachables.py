"""What files can hang on, and whose rule says who sees them."""

from klientel.domains.customers.facts import CONTACT, CUSTOMER
from klientel.domains.customers.models import Contact, Customer
from klientel.services.files import attachables


def connect() -> None:
    attachables.register(CUSTOMER, Customer.objects.visible_to, change="customers.change")
    attachables.register(CONTACT, Contact.objects.visible_to, change="contacts.change")
