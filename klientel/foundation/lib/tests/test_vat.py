"""VAT ids as people and registers write them."""

import pytest

from klientel.foundation.lib import vat
from klientel.foundation.lib.refusals import Refused


@pytest.mark.parametrize(
    ("given", "country", "stored"),
    [
        ("DE 136.695.976", "", "DE136695976"),
        ("de136695976", "FR", "DE136695976"),
        ("136 695 976", "DE", "DE136695976"),
        ("ATU 1358 5627", "DE", "ATU13585627"),
        ("U13585627", "AT", "ATU13585627"),
        ("FR 83 404 833 048", "", "FR83404833048"),
        ("83404833048", "fr", "FR83404833048"),
        ("GR094259216", "", "EL094259216"),
        ("EL 094259216", "", "EL094259216"),
        ("094259216", "GR", "EL094259216"),
        ("NL4495445B01", "", "NL004495445B01"),
        ("IE 6433435F", "DE", "IE6433435F"),
        ("B-58378431", "ES", "ESB58378431"),
        ("XI110305878", "", "XI110305878"),
        ("CHE-107.787.577 MWST", "", "CHE107787577"),
        ("CHE-107.787.577 TVA", "DE", "CHE107787577"),
        ("107787577", "CH", "CHE107787577"),
        ("CHE-107.787.577", "LI", "CHE107787577"),
        ("GB 980 7806 84", "", "GB980780684"),
        ("980780684", "GB", "GB980780684"),
        ("NO 995 525 828 MVA", "", "995525828MVA"),
        ("995525828", "NO", "995525828MVA"),
        ("12-3456789", "US", "123456789"),
    ],
)
def test_an_id_is_stored_in_one_form(given: str, country: str, stored: str) -> None:
    assert vat.check(given, country) == stored
    assert vat.check(stored, country or "NO") == stored


@pytest.mark.parametrize(
    ("given", "country"),
    [
        ("DE136695975", "DE"),  # one digit wrong
        ("136695976", ""),
        ("U13585627", "DE"),
        ("FR84323140391", "FR"),
        ("CHE-107.787.578", "CH"),
        ("not one", "US"),
        ("<script>1234</script>", "US"),
        ("DE１３６６９５９７６١", "DE"),
        ("9" * 41, "US"),
        ("\x00", "DE"),
        ("", "DE"),
        ("ABCDEFG", "US"),
    ],
)
def test_what_cannot_be_one_is_refused(given: str, country: str) -> None:
    with pytest.raises(Refused):
        vat.check(given, country)
