"""The properties a column may give, and the headers they go by in three languages.

The surest names stand first. What the export writes are the keys themselves.
"""

from __future__ import annotations

from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from klientel.domains.customers.custom import PREFIX
from klientel.domains.customers.exports import TITLES
from klientel.services.customfields import reading
from klientel.services.transfer.importers import Property, Text

EMAILS, PHONES, MOBILES, FAXES, ADDRESSES = 5, 5, 3, 3, 3  # of each this many columns


def titled(key: str, title: Text, names: str = "") -> Property:
    labels = (TITLES[key],) if key in TITLES else ()
    return Property(key, title, tuple(name for name in names.split("|") if name), labels)


def numbered(many: int, first: Property, *second: str) -> list[Property]:
    """`email`, `email_2` …; the second may also go by the names of the first, once more."""
    found = [first]
    for place in range(2, many + 1):
        names = (*second, first.key, *first.names) if place == 2 else ()
        title = format_lazy("{title} {place}", title=first.title, place=place)
        found.append(Property(f"{first.key}_{place}", title, names, first.labels))
    return found


EMAIL_COLUMNS: Final = numbered(
    EMAILS,
    titled(
        "email",
        _("E-mail"),
        "e-mail address|E-Mail-Adresse|adresse e-mail|courriel|mail|"
        "adresse électronique|adresse de messagerie|email 1|e-mail 1 value|E-Mail-Adressen|"
        "company email|Mailadresse|E-Mail geschäftlich",
    ),
    "secondary email",
    "E-Mail 2 Adresse",
    "e-mail 2 address",
    "e-mail 2 value",
    "zweite E-Mail",
    "autre e-mail",
)
PHONE_COLUMNS: Final = numbered(
    PHONES,
    titled(
        "phone",
        _("Phone"),
        "phone number|telephone|Telefon|Telefonnummer|Tel.|téléphone|"
        "numéro de téléphone|business phone|Telefon geschäftlich|phone 1|Festnetz|main phone|"
        "company main phone|work phone|phone 1 value|téléphone fixe|Rufnummer|"
        "direct phone|Telefon direkt|Tel. direkt|ligne directe",
    ),
    "business phone 2",
    "Telefon geschäftlich 2",
    "other phone",
    "phone 2 value",
    "Telefon 2",
    "téléphone 2",
)
MOBILE_COLUMNS: Final = numbered(
    MOBILES,
    titled(
        "mobile",
        pgettext_lazy("phone", "Mobile"),
        "mobile phone|mobile number|cell phone|"
        "Handy|Handynummer|Mobil|Mobiltelefon|Mobilnummer|portable|téléphone portable|GSM|cell|"
        "numéro de mobile|téléphone mobile|Natel",
    ),
)
FAX_COLUMNS: Final = numbered(
    FAXES,
    titled(
        "fax",
        _("Fax"),
        "fax number|Faxnummer|Telefax|business fax|Fax geschäftlich|"
        "télécopie|télécopieur|numéro de fax",
    ),
)
_ADDRESS: Final = (
    titled("purpose", _("Purpose of the address"), "Adressart|type d'adresse"),
    titled(
        "street",
        _("Street and number"),
        "street address|Straße|Str.|Strasse|Adresse|"
        "Anschrift|Straße und Hausnummer|Straße/Nr.|rue|address line 1|address 1|address|"
        "business street|Straße geschäftlich|rue et numéro|adresse 1|adresse postale|"
        "billing street",
    ),
    titled(
        "street_line_2",
        _("Address, second line"),
        "address line 2|address 2|Adresszusatz|adresse 2|complément d'adresse|Adresszeile 2|Zusatz",
    ),
    titled(
        "postal_code",
        _("Postcode"),
        "zip|zip code|postcode|postal code|PLZ|Postleitzahl|"
        "code postal|CP|NPA|business postal code|Postleitzahl geschäftlich",
    ),
    titled(
        "city",
        _("City"),
        "town|Ort|Stadt|Wohnort|ville|localité|business city|Ort geschäftlich|commune",
    ),
    titled(
        "region",
        _("Region"),
        "state|province|Bundesland|Kanton|Land/Region|canton|région|"
        "département|county|Provinz|business state",
    ),
    titled(
        "country",
        _("Country"),
        "country code|Land|Staat|pays|country/region|"
        "Länderkennzeichen|"
        "Ländercode|business country|Region/Land|business country/region",
    ),
)
COUNTRY: Final = _ADDRESS[-1]
TAGS: Final = titled(
    "tags",
    _("Tags"),
    "tag|labels|label|Schlagwörter|Schlagwort|Schlagworte|Stichwörter|Stichworte|Etiketten|"
    "étiquettes|étiquette|mots-clés|mots clés|libellés|keywords|group membership",
)
_MORE_ADDRESSES: Final = [
    Property(
        f"{each.key}_{place}",
        format_lazy("{title} {place}", title=each.title, place=place),
        (),
        each.labels,
    )
    for place in range(2, ADDRESSES + 1)
    for each in _ADDRESS
    if each.key != "street_line_2"
]

CUSTOMERS: Final = (
    titled(
        "number",
        _("Number"),
        "customer number|customer id|Kundennummer|Kunden-Nr.|Kundennr|"
        "Kd-Nr|KdNr|numéro client|numéro de client|n° client|n° de client|no client|code client|"
        "référence client|client id|customer no|Kunden-ID|Nummer|Nr.|numéro|"
        "debitor|Debitorennummer|account number|Konto",
    ),
    titled("external_source", _("External source"), "externe Quelle|source externe|Herkunft"),
    titled(
        "external_id",
        _("External ID"),
        "externe ID|externe Nummer|"
        "identifiant externe|supplier id|Lieferantennummer|"
        "Lieferanten-Nr.|numéro fournisseur|record id|account id|uuid|id",
    ),
    titled(
        "name",
        _("Company name"),
        "company name|customer name|Firmenname|Firma|Unternehmen|"
        "company|Kundenname|Name der Firma|Name des Unternehmens|Kunde|client|société|entreprise|"
        "nom de l'entreprise|nom de la société|dénomination|raison sociale|nom du client|"
        "organisation|organization|organization name|account name|customer|Name 1|Name|nom|"
        "Bezeichnung",
    ),
    titled(
        "kind",
        _("Company or person"),
        "Art|Rechtsform|company or person|Firma oder Person|entreprise ou particulier",
    ),
    titled(
        "type",
        pgettext_lazy("customer", "Type"),
        "customer type|Kundentyp|Typ|type de client|relationship",
    ),
    titled("segment", _("Segment"), "Segmente|segments|Branche|secteur|industry"),
    titled(
        "category",
        _("Category"),
        "customer category|Kundenkategorie|Kategorie|catégorie|"
        "catégorie de client|Kundengruppe|groupe",
    ),
    titled(
        "subcategory",
        _("Sub-category"),
        "customer sub-category|customer subcategory|"
        "sub category|Unterkategorie|Kundenunterkategorie|Untergruppe|sous-catégorie|"
        "sous-catégorie de client|sous catégorie|sous-groupe",
    ),
    titled(
        "contact_name",
        _("Contact: full name"),
        "contact name|contact person|"
        "Ansprechpartner|Ansprechperson|Kontaktperson|Kontakt|contact|Kontaktname|nom du contact|"
        "interlocuteur|personne de contact|primary contact|full name|voller Name|"
        "vollständiger Name|nom complet",
    ),
    titled(
        "contact_salutation",
        _("Contact: salutation"),
        "Anrede|salutation|civilité|title of courtesy|Ansprechpartner Anrede",
    ),
    titled(
        "contact_academic_title",
        _("Contact: academic title"),
        "academic title|akademischer Titel|titre universitaire|Titel",
    ),
    titled(
        "contact_first_name",
        _("Contact: first name"),
        "first name|firstname|given name|Vorname|prénom|Ansprechpartner Vorname",
    ),
    titled(
        "contact_last_name",
        _("Contact: last name"),
        "last name|lastname|surname|"
        "family name|Nachname|Familienname|nom de famille|Ansprechpartner Nachname",
    ),
    titled(
        "contact_position",
        _("Contact: position"),
        "contact title|job title|position|"
        "Funktion|Stellung|Berufsbezeichnung|fonction|poste|Ansprechpartner Funktion",
    ),
    titled("contact_email", _("Contact: e-mail"), "Ansprechpartner E-Mail|e-mail du contact"),
    titled(
        "contact_phone",
        _("Contact: phone"),
        "Ansprechpartner Telefon|téléphone du contact|Durchwahl",
    ),
    titled("contact_mobile", _("Contact: mobile"), "Ansprechpartner Mobil"),
    *EMAIL_COLUMNS,
    *PHONE_COLUMNS,
    *MOBILE_COLUMNS,
    *FAX_COLUMNS,
    titled(
        "website",
        _("Website"),
        "web site|web page|home page|url|Webseite|Internet|"
        "Internetseite|Homepage|site web|site internet|site|web",
    ),
    titled(
        "vat_id",
        _("VAT ID"),
        "VAT number|VAT|vat no|VAT reg no|USt-IdNr.|USt-ID|UStID|"
        "Umsatzsteuer-ID|Umsatzsteuer-Identifikationsnummer|UID|"
        "UID-Nummer|MwSt-Nr.|MWST-Nummer|n° TVA|n° de TVA|numéro de TVA|TVA|"
        "numéro de TVA intracommunautaire|TVA intracommunautaire|n° TVA intracommunautaire",
    ),
    titled("language", _("Language"), "Sprache|langue|locale"),
    *_ADDRESS,
    *_MORE_ADDRESSES,
    titled(
        "email_domains",
        _("E-mail domains"),
        "domain|domains|Domain|E-Mail-Domain|domaine|domaines|email domain|company domain",
    ),
    titled(
        "note",
        _("Note"),
        "notes|note|Notiz|Notizen|Bemerkung|Bemerkungen|Anmerkung|"
        "Anmerkungen|Kommentar|"
        "remarque|remarques|commentaire|comments|comment|remarks|description|Beschreibung",
    ),
    TAGS,
    titled("active", _("Active"), "aktiv|actif|is active|enabled|Status"),
    titled(
        "account_manager",
        _("Account manager"),
        "Kundenbetreuer|zuständige Mitarbeiter|"
        "zuständig|Betreuer|responsable du compte|responsable|owner|Kundenverantwortlicher",
    ),
    titled(
        "team",
        _("Account team"),
        "zuständiges Team|Team|équipe responsable|équipe|account team members|resources",
    ),
    titled("staff_teams", _("Teams in the account team"), "Mitarbeiterteams|staff teams|équipes"),
    titled(
        "parent",
        _("Parent company: number or name"),
        "parent company|parent account|"
        "parent organization|parent organisation|parent customer|parent number|Mutterfirma|"
        "Muttergesellschaft|Nummer der Mutterfirma|Name der Mutterfirma|société mère|"
        "maison mère|numéro de la société mère|nom de la société mère",
    ),
    titled(
        "parent_relation",
        _("Relation to the parent company"),
        "parent relation|"
        "Beziehung zur Mutterfirma|Art der Beziehung zur Mutterfirma|"
        "relation avec la société mère|type de relation avec la société mère",
    ),
)


def custom_columns(kind: str) -> list[Property]:
    """Custom fields by what they are called in any language, and by their key."""
    return [
        Property(f"{PREFIX}{each.key}", each.name, (*each.names.values(), each.key))
        for each in reading.fields(kind).offered
    ]
