"""Headers from many hands find their property."""

import pytest

from klientel.domains.customers.transfer.columns import CUSTOMERS
from klientel.domains.customers.transfer.contact_columns import CONTACTS
from klientel.services.transfer.mapping import propose

LISTS = {
    "Kd-Nr.;Firma;Ansprechpartner;Straße;PLZ;Ort;Land;Telefon;Telefax;E-Mail-Adresse;Bemerkungen": (
        "number;name;contact_name;street;postal_code;city;country;phone;fax;email;note"
    ),
    "N° client;Raison sociale;Adresse;Code postal;Ville;Pays;Téléphone;Portable;Courriel": (
        "number;name;street;postal_code;city;country;phone;mobile;email"
    ),
    "Account Name;Street Address;Zip Code;City;State;Country;Phone Number;Website;Industry": (
        "name;street;postal_code;city;region;country;phone;website;segment"
    ),
    "Numéro de client;Nom de la société;Adresse postale;Nom du contact;Fonction;Télécopie": (
        "number;name;street;contact_name;contact_position;fax"
    ),
    "Kunden-ID;Firmenname;Ansprechperson;Rufnummer;Anmerkungen": (
        "number;name;contact_name;phone;note"
    ),
    "KUNDENNUMMER;name;E_MAIL;e-mail (2);Telefon 2;Lieblingsfarbe": (
        "number;name;email;email_2;phone_2;"
    ),
}
BOOKS = {
    "Anrede;Titel;Vorname;Name;Firma;Position;E-Mail;Mobiltelefon": (
        "salutation;academic_title;first_name;name;customer_name;position;email;mobile"
    ),
    "Civilité;Nom;Prénom;Société;Fonction;Adresse e-mail;Téléphone portable": (
        "salutation;last_name;first_name;customer_name;position;email;mobile"
    ),
    "First Name;Middle Name;Last Name;Title;Organization Name;E-mail 1 - Value;Phone 1 - Value": (
        "first_name;middle_name;last_name;academic_title;customer_name;email;phone"
    ),
    "titleOfCourtesy;title;homePhone;extension": "academic_title;position;phone;extension",
}


@pytest.mark.parametrize("header", LISTS)
def test_customer_lists_are_understood(header: str) -> None:
    titles = header.split(";")
    found = propose(titles, CUSTOMERS)
    assert [found.get(title, "") for title in titles] == LISTS[header].split(";")


@pytest.mark.parametrize("header", BOOKS)
def test_address_books_are_understood(header: str) -> None:
    titles = header.split(";")
    found = propose(titles, CONTACTS)
    assert [found.get(title, "") for title in titles] == BOOKS[header].split(";")


@pytest.mark.parametrize("properties", [CUSTOMERS, CONTACTS])
def test_the_keys_of_the_export_are_understood(properties: tuple[object, ...]) -> None:
    keys = [each.key for each in properties]  # type: ignore[attr-defined]  # of Property
    assert propose(keys, properties) == dict(zip(keys, keys, strict=True))  # type: ignore[arg-type]  # as above
    assert len(keys) == len(set(keys))
