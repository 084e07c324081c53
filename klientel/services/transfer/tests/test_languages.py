"""What is said of a row is said in the language of its reader, whoever started the import."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from klientel.domains.customers.actions import customers
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.transfer import actions, pages, queries, refused
from klientel.services.transfer.models import Run, RunRow

from .conftest import Bring, opened, through

pytestmark = pytest.mark.django_db
CONTENT = "Firma;Land;Ort\nAlpha;Utopia;Ulm\n;DE;Köln\nGamma;DE\n"
WORDS = {
    "de": ("Das Land „Utopia“ gibt es nicht.", "Bitte geben Sie einen Namen ein.", "Zellen"),
    "fr": ("Il n’y a pas de pays", "Veuillez saisir un nom.", "cellules"),
    "en": ("There is no country “Utopia”.", "Enter a name.", "cells"),
}


@pytest.mark.parametrize("reader", ["de", "fr", "en"])
@pytest.mark.parametrize("owner", ["de", "fr"])
def test_reasons_are_said_in_the_language_of_the_reader(
    anna: Actor, owner: str, reader: str
) -> None:
    with translation.override(owner):
        run = opened(anna, "customers", CONTENT, language=owner)
        actions.start(anna, run, worker="me")
        through(run)
    remark, name, cells = WORDS[reader]
    with translation.override(reader):
        found = queries.summary(run)
        assert remark in found["remarks"][0]["reason"]
        assert name in found["errors"][0]["reason"]
        assert cells in found["errors"][1]["reason"]
        first, second, third = pages.shown(run, "")
        assert (remark in first.remarks[0][2], name in second.errors[0][2]) == (True, True)
        rows = list(csv.reader(io.StringIO("".join(refused.chunks(run))), delimiter=";"))
        assert (name in rows[1][1], cells in rows[2][1]) == (True, True)
        assert cells in third.errors[0][2]


def test_the_page_speaks_to_its_reader(
    people: Callable[[str], User], bring: Bring, client: Client
) -> None:
    run = bring("customers", CONTENT)
    client.force_login(people("admin"))
    for language in ("de", "fr"):
        response = client.get(
            reverse("transfer:run", args=[run.pk]), headers={"Accept-Language": language}
        )
        assert WORDS[language][1] in response.content.decode()


def test_what_was_stored_as_text_is_shown_as_it_is(anna: Actor, bring: Bring) -> None:
    run = bring("customers", CONTENT)
    RunRow.objects.filter(run=run, outcome="refused").update(errors=[["Ort", "x", "So war’s. 5 %"]])
    Run.objects.filter(pk=run.pk).update(error="Damals auf Deutsch.", stayed=[["A", "Geändert."]])
    run.refresh_from_db()
    with translation.override("fr"):
        found = queries.summary(run)
        assert [error["reason"] for error in found["errors"]] == ["So war’s. 5 %"] * 2
        assert (found["error"], queries.stayed(run)) == (
            "Damals auf Deutsch.",
            [("A", "Geändert.")],
        )


def test_why_a_run_failed_and_what_stayed_is_said_to_each_reader(anna: Actor, bring: Bring) -> None:
    run = bring("customers", "Kundennummer;Firma\nK1;Alpha\n")
    customers.change_customer(anna, Customer.objects.get(number="K1"), name="Beta")
    with translation.override("de"):
        actions.undo(anna, run)
    run.error = "The stored file can no longer be read."
    for language, error, stays in (
        ("de", "Die gespeicherte Datei", "geändert"),
        ("fr", "Le fichier", "Modifié"),
    ):
        with translation.override(language):
            assert queries.error(run).startswith(error)
            [(_name, reason)] = queries.stayed(run)
            assert stays in reason
