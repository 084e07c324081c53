"""Who can sign in to a demo: one person per role, which the sign-in page names; and their teams."""

from klientel.domains.customers.fields import NewCustomer
from klientel.services.accounts.choices import Role

PASSWORD = "Radlader-am-Hang-26"  # noqa: S105  # CONFIG: shown on the sign-in page of a demo

DEMO_PEOPLE = [
    ("Miriam Vogt", "admin@demo.example", Role.ADMIN.value, "de", PASSWORD),
    ("Tobias Kranz", "flotte@demo.example", Role.FLEET_ADMIN.value, "de", PASSWORD),
    ("Émilie Garnier", "vente@demo.example", Role.USER.value, "fr", PASSWORD),
    ("Bülent Şahin", "technik@demo.example", Role.TECHNICIAN.value, "de", PASSWORD),
    ("Harriet Lowe", "billing@demo.example", Role.BILLING.value, "en", PASSWORD),
    ("Leonie Straßer", "lesen@demo.example", Role.READ_ONLY.value, "de", PASSWORD),
]

DEMO_TEAMS = {
    "Küste": ["flotte@demo.example", "technik@demo.example"],
    "Équipe romande": ["vente@demo.example", "billing@demo.example", "technik@demo.example"],
}

COAST = frozenset({"Hamburg", "Husum"})


def look_after(row: NewCustomer, place: int) -> None:
    """French-speaking customers have somebody of their own, those at the coast a team."""
    cities = {address["city"] for address in row.get("addresses", [])}
    if row.get("language") == "fr":
        row["account_manager"] = "vente@demo.example"
        row["staff_teams"] = ["Équipe romande"] if place % 2 else []
    elif cities & COAST:
        row["staff_teams"] = ["Küste"]
    elif place % 9 == 0:
        row["team"] = ["technik@demo.example"]
