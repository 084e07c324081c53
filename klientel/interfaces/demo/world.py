"""An invented world in three languages: names, places, trades and numbers kept for fiction.

Telephone numbers come from the ranges that regulators set aside for film and print, addresses of
mail and web from `.example`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from klientel.domains.customers.fields import (
    AddressFields,
    ContactFields,
    Email,
    NewCustomer,
    Phone,
)
from klientel.foundation.lib import text


@dataclass(frozen=True)
class Land:
    """What differs from country to country."""

    country: str
    language: str
    family: str
    given: str
    trades: tuple[tuple[str, str], ...]  # what stands in the name, and its segment
    forms: tuple[str, ...]
    places: tuple[tuple[str, str], ...]  # postcode and city
    streets: tuple[str, ...]
    phones: tuple[str, ...]  # `%` becomes a figure
    mobiles: tuple[str, ...]
    positions: tuple[str, ...]
    pattern: str  # how family name, trade and form make a name


GERMANY = Land(
    country="DE",
    language="de",
    family=(
        "Achterberg Brückmeier Dörnfeld Eiderstrom Föhrkamp Gräfenrath Grübelhuber Hüttenhain "
        "Isarwinkel Jürgens Kößlinger Lühdorf Mönchsroth Nießwandt Öttersheim Prüßmann Quirnbach "
        "Rübesam Süderelbe Tölkes Uhlenbrock Vörding Weißbrod Zürnstein"
    ),
    given=(
        "Jörg Sabine Ansgar Fenja Momme Vroni Xaver Çiğdem Korbinian Anja Sönke Gerlinde Uwe Nadja "
        "Lars Heike Holger Irmgard Günther Sigrun Björn Käthe"
    ),
    trades=(
        ("Tiefbau", "contractor"),
        ("Straßenbau", "contractor"),
        ("Gerüstbau", "contractor"),
        ("Erdbau", "contractor"),
        ("Mietpark", "rental"),
        ("Kranverleih", "rental"),
        ("Arbeitsbühnen", "rental"),
        ("Baumaschinen", "dealer"),
        ("Landtechnik", "distributor"),
        ("Fördertechnik", "oem"),
        ("Staplerservice", "service"),
        ("Hydraulikservice", "service"),
        ("Baulogistik", "other"),
    ),
    forms=("GmbH", "GmbH", "AG", "KG", "GmbH & Co. KG", "e. K.", "OHG"),
    places=(
        ("10115", "Berlin"),
        ("20457", "Hamburg"),
        ("50996", "Köln"),
        ("80331", "München"),
        ("34117", "Kassel"),
        ("94032", "Passau"),
        ("25813", "Husum"),
        ("01067", "Dresden"),
        ("79098", "Freiburg im Breisgau"),
        ("99084", "Erfurt"),
        ("33098", "Paderborn"),
        ("83646", "Bad Tölz"),
    ),
    streets=("Industriestraße", "Rheinufer", "Am Güterbahnhof", "Hafenweg", "Gewerbering"),
    phones=("030 23125 %%%", "040 66969 %%%", "069 90009 %%%", "0221 4710 %%%", "089 99998 %%%"),
    mobiles=("0176 040690 %%", "0171 39200%%"),
    positions=("Geschäftsführung", "Fuhrparkleitung", "Bauleitung", "Einkauf", "Werkstatt", ""),
    pattern="{family} {trade} {form}",
)
FRANCE = Land(
    country="FR",
    language="fr",
    family=(
        "Aubépin Bellefontaine Chênevert Desrosières Étangval Fèvremont Grandpré Hautecœur "
        "Jolicœur Laforêt Maisonneuve Noirclerc Pèlerin Rochebrune Saint-Aubert Vauclère"
    ),
    given=(
        "Éloïse Émile Hélène François Gaëlle Loïc Maëlle Noël Zoë Théo Anaïs Benoît Cécile Rémi "
        "Françoise Jérôme"
    ),
    trades=(
        ("Travaux publics", "contractor"),
        ("Terrassement", "contractor"),
        ("Levage", "contractor"),
        ("Location", "rental"),
        ("Matériel", "dealer"),
        ("Négoce", "distributor"),
        ("Maintenance", "service"),
        ("Logistique", "other"),
    ),
    forms=("SARL", "SAS", "SA", "EURL"),
    places=(
        ("67000", "Strasbourg"),
        ("69003", "Lyon"),
        ("13002", "Marseille"),
        ("31000", "Toulouse"),
        ("44000", "Nantes"),
        ("94240", "L’Haÿ-les-Roses"),
        ("06300", "Nice"),
    ),
    streets=("rue des Forges", "quai du Port", "avenue de l’Industrie", "chemin du Lac"),
    phones=("01 99 00 %% %%", "03 53 01 %% %%", "04 65 71 %% %%"),
    mobiles=("06 39 98 %% %%",),
    positions=("Gérance", "Responsable de parc", "Achats", "Atelier", ""),
    pattern="{trade} {family} {form}",
)
BRITAIN = Land(
    country="GB",
    language="en",
    family=(
        "Ashcombe Birkdale Crowhurst Dunmore Elderfield Farnshaw Greystoke Hollinbrook Thornbridge "
        "Wetherall"
    ),
    given="Alison Gareth Imogen Rhys Fiona Callum Harriet Owen Niamh Stuart",
    trades=(
        ("Plant Hire", "rental"),
        ("Groundworks", "contractor"),
        ("Access Platforms", "rental"),
        ("Machinery", "dealer"),
        ("Lift Services", "service"),
    ),
    forms=("Ltd", "Ltd", "plc", "LLP"),
    places=(
        ("EC1R 4SD", "London"),
        ("M1 2AB", "Manchester"),
        ("BS1 4DJ", "Bristol"),
        ("G2 1DY", "Glasgow"),
    ),
    streets=("Dock Road", "Station Approach", "Foundry Lane"),
    phones=("020 7946 0%%%", "0161 496 0%%%", "0117 496 0%%%"),
    mobiles=("07700 900%%%",),
    positions=("Director", "Fleet Manager", "Site Manager", "Purchasing", ""),
    pattern="{family} {trade} {form}",
)
LANDS = (GERMANY, GERMANY, GERMANY, FRANCE, FRANCE, BRITAIN)
CATEGORIES = ("A, Rahmenvertrag", "B, Stammkunde", "C, Gelegenheitskunde", "")
SUBCATEGORIES = {  # as choices offer them
    "A, Rahmenvertrag": ("Öffentliche Hand", "Großbaustellen"),
    "B, Stammkunde": ("Straßen- und Tiefbau", "Garten- und Landschaftsbau", "Abbruch"),
}
NOTES = (
    "Anlieferung nur bis 15 Uhr, danach ist das Tor zu.",
    "Accès chantier par le pont nord uniquement.",
    "Invoices by e-mail, one per site.",
    "Fragt jedes Frühjahr nach Minibaggern.",
    "",
    "",
    "",
)

WORKSHOPS = ("Fuhrparkleitung", "Werkstatt", "Responsable de parc", "Atelier", "Fleet Manager")
BUYERS = ("Einkauf", "Achats", "Purchasing")
# Position, first and last name, e-mail address, language.
LONERS = [
    ("Chef de parc", "Pierre-Yves", "Hébert", "py.hebert@vauclere.example", "fr"),
    ("Einkauf", "Jana", "Öztürk", "j.oeztuerk@isarwinkel.example", "de"),
    ("Site manager", "Rhys", "Llewellyn", "rhys@thornbridge.example", "en"),
]


def customers(count: int, seed: int = 26) -> Iterator[NewCustomer]:
    """The same for the same seed. One in eight is a private person, some are vendors."""
    random = Random(seed)  # noqa: S311  # CONFIG: a repeatable invention, not a secret
    seen: set[str] = set()
    while len(seen) < count:
        land = random.choice(LANDS)
        made = _person(random, land) if random.random() < 0.12 else _company(random, land)
        if made["name"] not in seen:
            seen.add(made["name"])
            yield made


def _company(random: Random, land: Land) -> NewCustomer:
    trade, segment = random.choice(land.trades)
    family = random.choice(land.family.split())
    form = random.choice(land.forms)
    name = land.pattern.format(family=family, trade=trade, form=form)
    domain = f"{text.fold_german(f'{family} {trade}').replace(' ', '-')}.example"
    vendor = random.random() < 0.06
    made = NewCustomer(
        kind="company",
        name=name,
        type="vendor" if vendor else random.choice(("customer", "customer", "customer", "lead")),
        segment=segment,
        category="" if vendor else random.choice(CATEGORIES),
        language=land.language,
        website=f"https://{domain}" if random.random() < 0.6 else "",
        note=random.choice(NOTES),
        active=random.random() > 0.06,
        phones=_phones(random, land.phones, fax=random.random() < 0.2),
        emails=[Email(value=f"info@{domain}", preferred=True)],
        addresses=_addresses(random, land),
        contacts=[
            _contact(random, land, domain=domain) for _ in range(random.choice((0, 1, 1, 2, 2, 3)))
        ],
    )
    made["subcategory"] = _part_of(made["category"], name)
    return made


def _part_of(category: str, name: str) -> str:
    """Now and then none; without another throw of the dice the rest of the world stays as it is."""
    parts = (*SUBCATEGORIES.get(category, ()), "")
    return parts[len(name) % len(parts)]


def _person(random: Random, land: Land) -> NewCustomer:
    given, family = random.choice(land.given.split()), random.choice(land.family.split())
    return NewCustomer(
        kind="individual",
        name=f"{given} {family}",
        segment="other",
        language=land.language,
        phones=_phones(random, land.mobiles, kind="mobile"),
        emails=[Email(value=_mailbox(given, family, "post.example"), preferred=True)],
        addresses=_addresses(random, land),
    )


def _contact(random: Random, land: Land, *, domain: str) -> ContactFields:
    if random.random() < 0.1:
        names = {"de": "Disposition", "fr": "Service location", "en": "Hire desk"}
        return ContactFields(
            kind="department",
            last_name=names[land.language],
            emails=[Email(value=f"dispo@{domain}", preferred=True)],
            phones=_phones(random, land.phones),
        )
    given, family = random.choice(land.given.split()), random.choice(land.family.split())
    return ContactFields(
        kind="person",
        title=random.choice(("", "", "", "", "Dr.")) if land.language == "de" else "",
        first_name=given,
        last_name=family,
        position=(position := random.choice(land.positions)),
        primary_technical=position in WORKSHOPS,  # of several, the first one is it
        primary_billing=position in BUYERS,
        language=land.language,
        emails=[Email(value=_mailbox(given, family, domain), preferred=True)],
        phones=_phones(random, land.mobiles, kind="mobile"),
    )


def _mailbox(given: str, family: str, domain: str) -> str:
    names = (text.fold_german(part).replace(" ", "-") for part in (given[0], family))
    return f"{'.'.join(names)}@{domain}"


def _phones(
    random: Random, patterns: tuple[str, ...], *, kind: str = "phone", fax: bool = False
) -> list[Phone]:
    pattern = random.choice(patterns)
    made = [Phone(kind=kind, value=_figures(random, pattern), preferred=True)]
    if fax:
        made.append(Phone(kind="fax", value=_figures(random, pattern), preferred=False))
    return made


def _figures(random: Random, pattern: str) -> str:
    return "".join(str(random.randrange(10)) if sign == "%" else sign for sign in pattern)


def _addresses(random: Random, land: Land) -> list[AddressFields]:
    street, number = random.choice(land.streets), random.randrange(1, 120)
    first = f"{street} {number}" if land.language == "de" else f"{number} {street}"
    postal_code, city = random.choice(land.places)
    return [
        AddressFields(
            purpose="office",
            street=first,
            postal_code=postal_code,
            city=city,
            country=land.country,
            main=True,
        )
    ]
