"""What customers and contacts say about people."""

from django.utils.translation import gettext_lazy as _

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

OF_THE_FIRM = _("It says something about the customer, and goes when that is deleted for good.")


def _of_contact(data: Data, erased: Erased) -> Personal:
    return Personal(About.CONTACT, data, Purpose.DEAL, Told.FIELD, erased)


def _of_customer(data: Data) -> Personal:
    return Personal(About.CUSTOMER, data, Purpose.DEAL, Told.NOT_THEIRS, Erased.KEPT, OF_THE_FIRM)


CONTACT = {
    "customers.contact.custom": _of_contact(Data.WORDS, Erased.BLANK),
    "customers.contact.custom_fold": Personal(
        About.CONTACT, Data.WORDS, Purpose.FIND, Told.NOT, Erased.DERIVED
    ),
    "customers.contact.email": _of_contact(Data.REACH, Erased.BLANK),
    "customers.contact.external_id": _of_contact(Data.REFERENCE, Erased.BLANK),
    "customers.contact.first_name": _of_contact(Data.NAME, Erased.BLANK),
    "customers.contact.language": _of_contact(Data.ROLE, Erased.BLANK),
    "customers.contact.last_name": _of_contact(Data.NAME, Erased.PSEUDONYM),
    "customers.contact.name_fold": Personal(
        About.CONTACT, Data.NAME, Purpose.FIND, Told.NOT, Erased.DERIVED
    ),
    "customers.contact.name_sound": Personal(
        About.CONTACT, Data.NAME, Purpose.FIND, Told.NOT, Erased.DERIVED
    ),
    "customers.contact.note": _of_contact(Data.WORDS, Erased.BLANK),
    "customers.contact.position": _of_contact(Data.ROLE, Erased.BLANK),
    "customers.contact.salutation": _of_contact(Data.ROLE, Erased.BLANK),
    "customers.contact.title": _of_contact(Data.ROLE, Erased.BLANK),
    "customers.contactpoint.key": Personal(
        About.CONTACT, Data.REACH, Purpose.FIND, Told.NOT, Erased.REMOVED
    ),
    "customers.contactpoint.value": _of_contact(Data.REACH, Erased.REMOVED),
    "customers.note.text": _of_contact(Data.WORDS, Erased.REMOVED),
}
CUSTOMER = {
    "customers.address.city": _of_customer(Data.PLACE),
    "customers.address.country": _of_customer(Data.PLACE),
    "customers.address.postal_code": _of_customer(Data.PLACE),
    "customers.address.region": _of_customer(Data.PLACE),
    "customers.address.street": _of_customer(Data.PLACE),
    "customers.customer.city": _of_customer(Data.PLACE),
    "customers.customer.city_fold": _of_customer(Data.PLACE),
    "customers.customer.country": _of_customer(Data.PLACE),
    "customers.customer.custom": Personal(
        About.CUSTOMER, Data.WORDS, Purpose.DEAL, Told.FIELD, Erased.NAMES
    ),
    "customers.customer.custom_fold": Personal(
        About.CUSTOMER, Data.WORDS, Purpose.FIND, Told.NOT, Erased.DERIVED
    ),
    "customers.customer.external_id": _of_customer(Data.REFERENCE),
    "customers.customer.language": _of_customer(Data.ROLE),
    "customers.customer.name": _of_customer(Data.NAME),
    "customers.customer.name_fold": _of_customer(Data.NAME),
    "customers.customer.name_sound": _of_customer(Data.NAME),
    "customers.customer.note": Personal(
        About.CUSTOMER, Data.WORDS, Purpose.DEAL, Told.FIELD, Erased.NAMES
    ),
    "customers.customer.postal_code": _of_customer(Data.PLACE),
    "customers.customer.vat_id": _of_customer(Data.REFERENCE),
    "customers.customer.website": _of_customer(Data.REACH),
    "customers.emaildomain.domain": _of_customer(Data.REACH),
}
COLUMNS = CONTACT | CUSTOMER
