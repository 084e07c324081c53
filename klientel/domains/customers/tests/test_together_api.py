"""Many rows changed by a program: the same run, the same refusals, one undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from klientel.domains.customers.models import Contact, Customer
from klientel.domains.customers.tests.listing import many, several
from klientel.foundation.access import Actor
from klientel.services.accounts.models import StaffTeam, User
from klientel.services.bulk.models import BulkRun
from tests.api import caller, content, fields

pytestmark = pytest.mark.django_db
People = Callable[[str], User]


def test_a_dry_run_writes_nothing_and_can_be_started(anna: Actor, people: People) -> None:
    rows = many(anna, 3)
    program = caller(people("admin"))
    wish = {"ids": [row.pk for row in rows], "set": {"segment": "rental"}, "dry_run": True}
    dry = program.post("customers/bulk", wish)
    found = content(dry, 202)
    assert (found["state"], found["changed"], found["batch"]) == ("planned", 3, None)
    assert found["examples"][0] == {
        "id": rows[0].pk,
        "field": "segment",
        "before": "Other",
        "after": "Rental company",
    }
    assert not Customer.objects.filter(segment="rental").exists()

    done = program.post(f"bulk/{found['run']}/start")
    assert content(done, 202)["state"] == "done"
    batch = done["Klientel-Batch"]
    assert content(program.get(dry["Location"]))["batch"] == batch
    assert Customer.objects.filter(segment="rental").count() == 3
    content(program.post(f"batches/{batch}/undo"))
    assert not Customer.objects.filter(segment="rental").exists()
    assert content(program.get(dry["Location"]))["undone"] is True


def test_rows_may_be_those_a_list_finds(anna: Actor, people: People) -> None:
    many(anna, 4)
    wish = {"query": "q=firma&sort=-name", "append": {"note": "Neu"}, "set": {"active": False}}
    found = content(caller(people("admin")).post("customers/bulk", wish), 202)
    assert (found["total"], found["changed"]) == (4, 4)
    assert Customer.objects.filter(note="Neu", active=False).count() == 4
    wish = {"query": "", "set": {"language": "fr"}}
    assert content(caller(people("admin")).post("contacts/bulk", wish), 202)["changed"] == 4
    assert Contact.objects.filter(language="fr").count() == 4


def test_teams_are_added_and_removed(anna: Actor, people: People) -> None:
    beat = people("user")
    StaffTeam.objects.create(name="Nord")
    [row] = several(anna, {"name": "A", "staff_teams": ["Nord"]})
    wish = {
        "ids": [row.pk],
        "add": {"team": [beat.email]},
        "remove": {"staff_teams": ["nord"]},
    }
    program = caller(people("admin"))
    assert content(program.post("customers/bulk", wish), 202)["changed"] == 1
    found = content(program.get(f"customers/{row.pk}"))
    assert (found["team"], found["staff_teams"]) == ([beat.email], [])


def test_what_is_refused_is_named(anna: Actor, people: People) -> None:
    good, bad = several(anna, {"name": "A"}, {"name": "B"})
    program = caller(people("admin"))
    wish = {"ids": [good.pk, bad.pk, 999_999], "set": {"parent": bad.number}}
    found = content(program.post("customers/bulk", wish), 202)
    assert (found["changed"], found["refused"]) == (1, 2)
    assert {(each["id"], each["field"]) for each in found["errors"]} == {
        (bad.pk, "parent"),
        (999_999, ""),
    }
    for wrong, path in (
        ({"ids": [good.pk]}, "set"),
        ({"set": {"active": True}}, "ids"),
        ({"ids": [good.pk], "query": "", "set": {"active": True}}, "ids"),
        ({"query": "added_from=nie", "set": {"active": True}}, "query"),
        ({"ids": [good.pk], "set": {"nothing": 1}}, "set.nothing"),
    ):
        assert fields(program.post("customers/bulk", wrong)) == {path}, wrong


def test_a_key_sent_twice_counts_once(anna: Actor, people: People) -> None:
    [row] = several(anna, {"name": "A"})
    program = caller(people("admin"))
    wish = {"ids": [row.pk], "append": {"note": "Neu"}}
    first = program.post("customers/bulk", wish, Idempotency_Key="once")
    again = program.post("customers/bulk", wish, Idempotency_Key="once")
    assert content(first, 202) == content(again, 202)
    assert Customer.objects.get(pk=row.pk).note == "Neu"
    assert BulkRun.objects.count() == 1


def test_who_may_not_is_refused(anna: Actor, people: People) -> None:
    [row] = several(anna, {"name": "A"})
    wish = {"ids": [row.pk], "set": {"active": False}}
    assert caller(people("technician")).post("customers/bulk", wish).status_code == 403
    reader = caller(people("admin"), read_only=True)
    assert reader.post("customers/bulk", wish).status_code == 403
    run = content(caller(people("admin")).post("customers/bulk", wish), 202)["run"]
    assert caller(people("user")).get(f"bulk/{run}").status_code == 404
