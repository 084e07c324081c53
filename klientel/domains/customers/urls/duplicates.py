"""Addresses of the finder of duplicates."""

from django.urls import path

from klientel.domains.customers.views import doubles

app_name = "duplicates"
urlpatterns = [
    path("", doubles.index, name="index"),
    path("/customers", doubles.customers, name="customers"),
    path("/customers/find", doubles.find_customers, name="find_customers"),
    path("/customers/apart", doubles.customers_apart, name="customers_apart"),
    path("/contacts", doubles.contacts, name="contacts"),
    path("/contacts/find", doubles.find_contacts, name="find_contacts"),
    path("/contacts/apart", doubles.contacts_apart, name="contacts_apart"),
]
