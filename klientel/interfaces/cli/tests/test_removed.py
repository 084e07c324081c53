"""`removed`: erased people stay erased after an older backup was restored."""

import argparse
import json
from pathlib import Path

import pytest
from django.db import models

from klientel.domains.customers.actions import contacts, customers, deleting, erasing, purging
from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.foundation.db import guard
from klientel.interfaces.cli.commands import removed

pytestmark = pytest.mark.django_db


def ran(again: Path | None = None) -> int:
    return removed.run(argparse.Namespace(again=again))


def test_the_list_removes_again_what_a_backup_brought_back(
    anna: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = contacts.add_contact(anna, first_name="Sabine", last_name="Huber", customer_id=None)
    gone = customers.create_customer(anna, name="Meyer SA")
    stays = customers.create_customer(anna, name="Nord AG")
    erasing.erase_contact(anna, person)
    deleting.delete_customers(anna, [gone])
    purging.purge(anna, {"customers": [gone.pk]})
    assert ran() == 0
    kept = capsys.readouterr().out
    assert "Huber" not in kept and len(kept.splitlines()) == 2

    with guard.opened():  # as an older backup has them
        models.QuerySet(Contact).filter(pk=person.pk).update(last_name="Huber")
        models.QuerySet(Customer).filter(pk=stays.pk).update(id=gone.pk)
    file = tmp_path / "removed.jsonl"
    file.write_text(kept, "utf-8")
    assert ran(file) == 0
    assert capsys.readouterr().out == "2 of 2 removed again.\n"
    person.refresh_from_db()
    assert person.name == f"Anonym {person.pk}"
    assert not Customer._base_manager.filter(pk=gone.pk).exists()
    assert ran(file) == 0
    assert capsys.readouterr().out == "0 of 2 removed again.\n"


def test_what_is_no_such_list_is_refused(
    anna: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list"
    file.write_text(json.dumps({"model": "x", "key": 1, "why": "nothing"}), "utf-8")
    assert ran(file) == 1
    assert "is not a list of this command" in capsys.readouterr().err
    file.write_text(json.dumps({"model": "x.y", "key": 1, "why": "bin"}), "utf-8")
    assert ran(file) == 1
