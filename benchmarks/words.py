"""Names, places and numbers for generated customers: the same for the same number."""

from __future__ import annotations

from klientel.domains.customers.fields import AddressFields, ContactFields, NewCustomer

FAMILY = [
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
    "Schäfer",
    "Koch",
    "Bauer",
    "Richter",
    "Klein",
    "Wolf",
    "Schröder",
    "Neumann",
    "Schwarz",
    "Zimmermann",
    "Braun",
    "Krüger",
    "Hofmann",
    "Hartmann",
    "Lange",
    "Werner",
    "Krause",
    "Lehmann",
    "Köhler",
    "Maier",
    "Huber",
    "Kaiser",
    "Fuchs",
    "Peters",
    "Lang",
    "Scholz",
    "Möller",
    "Weiß",
    "Jung",
    "Hahn",
    "Vogel",
    "Keller",
    "Günther",
    "Frank",
    "Berger",
    "Winkler",
    "Roth",
    "Beck",
    "Lorenz",
    "Baumann",
    "Franke",
    "Albrecht",
    "Lefèvre",
    "Moreau",
    "Girard",
    "Rousseau",
    "Vincent",
    "Chevalier",
    "Gauthier",
    "Perrin",
    "Élie",
    "Noël",
    "Favre",
    "Rochat",
]
GIVEN = [
    "Anna",
    "Jörg",
    "Sabine",
    "Éric",
    "Céline",
    "Thomas",
    "Ursula",
    "Günter",
    "Heike",
    "Özlem",
    "Marie",
    "Luc",
    "Jürgen",
    "Björn",
    "Zoë",
    "Peter",
    "Andrea",
    "François",
    "Hélène",
    "Stefan",
    "Petra",
    "Uwe",
    "Ingrid",
    "Dirk",
    "Claudia",
    "Ralf",
    "Monika",
    "Frank",
]
TRADE = [
    "Bau",
    "Tiefbau",
    "Hochbau",
    "Gerüstbau",
    "Erdbau",
    "Straßenbau",
    "Kranverleih",
    "Mietpark",
    "Baumaschinen",
    "Arbeitsbühnen",
    "Fördertechnik",
    "Landtechnik",
    "Staplerservice",
    "Betonpumpen",
    "Hydraulik",
    "Logistik",
]
FORM = ("GmbH", "AG", "KG", "GmbH & Co. KG", "SARL", "SA", "e. K.")
CITY = (
    ("Berlin", "10115", "DE"),
    ("Köln", "50667", "DE"),
    ("München", "80331", "DE"),
    ("Zürich", "8001", "CH"),
    ("Genève", "1201", "CH"),
    ("Straßburg", "67000", "FR"),
    ("Lyon", "69001", "FR"),
    ("Wien", "1010", "AT"),
    ("Würzburg", "97070", "DE"),
    ("Görlitz", "02826", "DE"),
)

# As people there write them: area code and the first number of a range that is in use.
LANDLINE = {
    "DE": ("030", 20_000_000),
    "CH": ("044", 2_000_000),
    "FR": ("01", 40_000_000),
    "AT": ("01", 2_000_000),
}


def pick(words: tuple[str, ...] | list[str], number: int) -> str:
    """Spread without a pattern that an index could profit from."""
    return words[(number * 2654435761 >> 7) % len(words)]


def name(number: int) -> str:
    return f"{pick(FAMILY, number)} {pick(TRADE, number * 3 + 1)} {number} {pick(FORM, number * 7)}"


def contact(number: int) -> ContactFields:
    return ContactFields(
        first_name=pick(GIVEN, number * 5),
        last_name=pick(FAMILY, number * 11),
        emails=[{"value": f"kontakt{number}@firma{number // 2}.example"}],
        phones=[{"kind": "mobile", "value": f"0171 {2_000_000 + number}"}],
    )


def customer(number: int, segment: str) -> NewCustomer:
    city, postal_code, country = CITY[number * 7919 % len(CITY)]
    area, first = LANDLINE[country]
    address = AddressFields(
        street=f"Weg {number % 200}", postal_code=postal_code, city=city, country=country
    )
    return NewCustomer(
        name=name(number),
        segment=segment,
        phones=[{"kind": "phone", "value": f"{area} {first + number}"}],
        emails=[{"value": f"info@firma{number}.example"}],
        addresses=[address],
        contacts=[contact(number * 2), contact(number * 2 + 1)],
    )


def row(number: int) -> dict[str, str]:
    """The same customer as a line of a file, with one contact."""
    made = customer(number, "other")
    person = contact(number * 2)
    return {
        "Kundennummer": f"K{number}",
        "Firma": made["name"],
        "Straße": made["addresses"][0]["street"],
        "PLZ": made["addresses"][0]["postal_code"],
        "Ort": made["addresses"][0]["city"],
        "Land": made["addresses"][0]["country"],
        "Telefon": made["phones"][0]["value"],
        "E-Mail": made["emails"][0]["value"],
        "Ansprechpartner": f"{person['first_name']} {person['last_name']}",
    }
