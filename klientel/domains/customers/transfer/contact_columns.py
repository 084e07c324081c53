"""What the columns of a file of contacts are called, ours and those of other systems."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from klientel.services.transfer.importers import Property

from .columns import (
    COUNTRY,
    CUSTOMERS,
    EMAIL_COLUMNS,
    FAX_COLUMNS,
    MOBILE_COLUMNS,
    PHONE_COLUMNS,
    PHONES,
    TAGS,
    numbered,
    titled,
)

_BY_KEY: Final = {each.key: each for each in CUSTOMERS}
CONTACTS: Final = (
    titled("external_source", _("External source"), "externe Quelle|source externe|Herkunft"),
    titled(
        "external_id",
        _("External ID"),
        "externe ID|identifiant externe|employee id|"
        "contact id|Personalnummer|Kontakt-ID|record id|uuid|vCard UID|id",
    ),
    titled(
        "customer_number",
        _("Customer number"),
        "customer id|Kundennummer|Kunden-Nr.|"
        "Kundennr|Kd-Nr|Kunden-ID|numéro client|numéro de client|n° client|n° de client|"
        "code client|customer no",
    ),
    titled(
        "customer_name",
        _("Company name"),
        "company name|company|Firma|Unternehmen|Kunde|"
        "customer|organization|organization name|organisation|société|entreprise|client|"
        "account name|Firmenname|nom de l'entreprise|nom de la société|"
        "organization 1 name",
    ),
    titled("kind", _("Person or department"), "Art|contact kind|Kontaktart"),
    titled("salutation", _("Salutation"), "Anrede|civilité"),
    Property(
        "academic_title",
        _("Academic title"),
        ("title of courtesy", "akademischer Titel", "name prefix", "Titel", "titre", "title"),
        (),
    ),
    titled("first_name", _("First name"), "firstname|given name|Vorname|prénom|forename"),
    titled(
        "middle_name",
        _("Middle name"),
        "additional name|weitere Vornamen|deuxième prénom|zweiter Vorname",
    ),
    titled(
        "last_name",
        _("Last name"),
        "lastname|surname|family name|Nachname|Familienname|nom de famille",
    ),
    titled(
        "name",
        _("Full name"),
        "full name|display name|Anzeigename|contact name|"
        "vollständiger Name|nom complet|Ansprechpartner|Kontakt|contact|Name|nom",
    ),
    titled(
        "position",
        _("Position"),
        "job title|Funktion|Stellung|Berufsbezeichnung|fonction|"
        "poste occupé|role|contact title|organization title|profession|title",
    ),
    *EMAIL_COLUMNS,
    *numbered(
        PHONES,
        Property(
            "phone",
            _("Phone"),
            (
                *PHONE_COLUMNS[0].names,
                "home phone",
                "Telefon privat",
                "Telefon (privat)",
                "téléphone privé",
                "téléphone domicile",
                "primary phone",
            ),
            PHONE_COLUMNS[0].labels,
        ),
        *PHONE_COLUMNS[1].names,
    ),
    titled("extension", _("Extension"), "ext|ext.|Durchwahl|Nebenstelle|poste"),
    *MOBILE_COLUMNS,
    *FAX_COLUMNS,
    Property("country", _("Country, to read phone numbers by"), COUNTRY.names, COUNTRY.labels),
    _BY_KEY["language"],
    titled(
        "primary",
        _("Primary contact"),
        "primärer Kontakt|Hauptansprechpartner|"
        "Hauptkontakt|contact principal|main contact|is primary",
    ),
    titled(
        "primary_technical",
        _("Primary contact (technical)"),
        "technical contact|"
        "primärer Kontakt (Technik)|technischer Kontakt|technischer Ansprechpartner|"
        "contact principal (technique)|contact technique",
    ),
    titled(
        "primary_billing",
        _("Primary contact (billing)"),
        "billing contact|"
        "invoice contact|primärer Kontakt (Abrechnung)|Rechnungskontakt|"
        "Ansprechpartner Rechnung|contact principal (facturation)|contact facturation",
    ),
    _BY_KEY["active"],
    titled(
        "receives_notifications",
        _("Receives notifications"),
        "email notifications|"
        "notifications|erhält Benachrichtigungen|Benachrichtigungen|reçoit des notifications|"
        "reçoit les notifications",
    ),
    titled(
        "portal_access",
        _("Portal access"),
        "login allowed|can login|Portalzugang|"
        "Kundenportal|Zugang zum Portal|accès au portail|accès portail",
    ),
    TAGS,
    _BY_KEY["note"],
)
