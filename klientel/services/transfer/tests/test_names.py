"""Names that are written one way in the file and another way here, and mean the same."""

import pytest

from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor

from .conftest import Bring
from .test_runs import counts

pytestmark = pytest.mark.django_db
HEADER = "Firma;PLZ;Ort\n"


@pytest.mark.parametrize("kept", ["Möller Bau", "Moeller Bau", "MÖLLER BAU"])
@pytest.mark.parametrize("given", ["Möller Bau", "Moeller Bau", "moeller bau"])
def test_a_customer_is_found_however_its_umlaut_is_written(
    bring: Bring, anna: Actor, kept: str, given: str
) -> None:
    bring("customers", f"{HEADER}{kept};50667;Köln\n")
    assert counts(bring("customers", f"{HEADER}{given};50667;Bonn\n")) == (0, 1, 0, 0)
    assert Customer.objects.visible_to(anna).get().city == "Bonn"


def test_a_plain_letter_meets_the_umlaut_and_another_place_does_not(
    bring: Bring, anna: Actor
) -> None:
    bring("customers", f"{HEADER}Müller Bau;50667;Köln\n")
    again = f"{HEADER}Muller Bau;50667;Bonn\nMueller Bau;99999;Ulm\n"
    assert counts(bring("customers", again)) == (1, 1, 0, 0)


def test_names_that_only_look_alike_without_their_e_stay_apart(bring: Bring) -> None:
    bring("customers", f"{HEADER}Michael Bauer;50667;Köln\n")
    assert counts(bring("customers", f"{HEADER}Michal Baur;50667;Köln\n")) == (1, 0, 0, 0)


def test_rows_of_one_file_meet_too(bring: Bring, anna: Actor) -> None:
    run = bring("customers", f"{HEADER}Größe AG;1000;A\nGroesse AG;1000;B\n")
    assert counts(run) == (1, 1, 0, 0)
    assert Customer.objects.visible_to(anna).get().city == "B"


def test_a_contact_is_found_however_its_umlaut_is_written(bring: Bring, anna: Actor) -> None:
    bring("contacts", "Vorname;Nachname\nJörg;Köhler\n")
    run = bring("contacts", "Vorname;Nachname;Position\nJoerg;Koehler;Chef\n")
    assert counts(run) == (0, 1, 0, 0)
    assert Contact.objects.visible_to(anna).get().position == "Chef"
