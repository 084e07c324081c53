"""An import that is watched: counts move and the result comes by itself."""

from __future__ import annotations

import io
import re

from django.urls import reverse
from playwright.sync_api import expect

from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.transfer import actions, engine
from klientel.services.transfer.models import Run

from .conftest import Opens
from .watching import Watcher

CONTENT = b"Kundennummer;Firma\nK1;Alpha\nK2;\nK3;Gamma\n"


def test_the_result_takes_the_place_of_the_progress_without_a_reload(
    open_page: Opens, actor: Actor, anna: User, watcher: Watcher
) -> None:
    run = actions.open_run(actor, "customers", io.BytesIO(CONTENT), name="kunden.csv")
    actions.start(actor, run, worker="me")
    page = open_page(anna)
    page.goto(reverse("transfer:run", args=[run.pk]) + "?show=refused")
    expect(page.get_by_role("heading", level=1)).to_have_text("Import läuft")
    page.evaluate("window.stayed = true")
    tab = page.get_by_role("link", name=re.compile("neu"))
    tab.focus()
    Run.objects.filter(pk=run.pk).update(created=2)
    expect(tab).to_have_text(re.compile(r"2\s*neu"))
    expect(tab).to_be_focused()
    Run.objects.filter(pk=run.pk).update(created=0)
    assert engine.work(run.pk, "me")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ergebnis des Imports")
    expect(tab).to_have_text(re.compile(r"2\s*neu"))
    expect(page.get_by_role("button", name="Import rückgängig machen")).to_be_visible()
    expect(page.get_by_text("Bitte geben Sie einen Namen ein.").last).to_be_visible()
    assert page.evaluate("window.stayed")
    assert page.evaluate("document.querySelectorAll('#run').length") == 1
