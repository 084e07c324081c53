"""The words a reader clicks, as the guides and the pages have them, in three languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    language: str
    sign_in: str
    email: str
    password: str
    customers: str
    create: str
    name: str
    number: str
    website: str
    phone: str
    street: str
    postal_code: str
    city: str
    country: str
    germany: str
    note: str
    segment: str
    other: str
    dealer: str
    go_on: str
    last_name: str
    first_name: str
    position: str
    add_contact: str
    review: str
    save: str
    details: str
    contact_list: str
    edit: str
    edit_contacts: str
    delete_contacts: str
    delete_contact: str
    delete_customer: str
    two_contacts_go: str
    undo: str
    select: str


GERMAN = Words(
    language="de",
    sign_in="Anmelden",
    email="E-Mail-Adresse",
    password="Kennwort",
    customers="Kunden",
    create="Kunden erstellen",
    name="Name",
    number="Nummer",
    website="Offizielle Website",
    phone="Telefonnummer",
    street="Straße und Hausnummer",
    postal_code="Postleitzahl",
    city="Ort",
    country="Land",
    germany="Deutschland",
    note="Notiz",
    segment="Segment",
    other="Sonstige",
    dealer="Vertriebspartner",
    go_on="Weiter",
    last_name="Nachname",
    first_name="Vorname",
    position="Funktion",
    add_contact="Kontakt hinzufügen",
    review="Überprüfen",
    save="Speichern",
    details="Details",
    contact_list="Kontaktliste",
    edit="Bearbeiten",
    edit_contacts="Kontakte bearbeiten",
    delete_contacts="Kontakte löschen",
    delete_contact="Kontakt löschen",
    delete_customer="Kunde löschen",
    two_contacts_go="Kontakte werden gelöscht",
    undo="Rückgängig",
    select="{} auswählen",
)
FRENCH = Words(
    language="fr",
    sign_in="Se connecter",
    email="Adresse e-mail",
    password="Mot de passe",
    customers="Clients",
    create="Créer un client",
    name="Nom",
    number="Numéro",
    website="Site officiel",
    phone="Numéro de téléphone",
    street="Rue et numéro",
    postal_code="Code postal",
    city="Ville",
    country="Pays",
    germany="Allemagne",
    note="Note",
    segment="Segment",
    other="Autres",
    dealer="Revendeur",
    go_on="Suivant",
    last_name="Nom",
    first_name="Prénom",
    position="Fonction",
    add_contact="Ajouter un contact",
    review="Vérification",
    save="Enregistrer",
    details="Détails",
    contact_list="Liste de contacts",
    edit="Modifier",
    edit_contacts="Modifier les contacts",
    delete_contacts="Supprimer les contacts",
    delete_contact="Supprimer le contact",
    delete_customer="Supprimer le client",
    two_contacts_go="contacts sont supprimés",
    undo="Annuler l’action",
    select="Sélectionner {}",
)
