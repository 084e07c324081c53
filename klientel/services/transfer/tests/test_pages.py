"""The pages of an import, from the file to the undo."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.transfer import actions
from klientel.services.transfer.models import Run

from .conftest import Bring, opened, through

pytestmark = pytest.mark.django_db
People = Callable[[str], User]
XSS = '<script>alert("1")</script>'
CONTENT = (
    f"Kundennummer;Firma;E-Mail;{XSS}\n"
    f"K1;{XSS};a@b.example;{XSS}\n"
    f"K2;{XSS * 9};b@b.example;\n"
    "K3;Gamma;c@d.example;\n"
)


@pytest.fixture
def client(people: People) -> Client:
    client = Client()
    client.force_login(people("fleet_admin"))
    return client


def post_file(client: Client, content: bytes, name: str = "liste.csv") -> Any:
    file = io.BytesIO(content)
    file.name = name
    return client.post(reverse("transfer:upload"), {"kind": "customers", "file": file})


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_from_the_file_to_the_undo(client: Client) -> None:
    response = post_file(client, CONTENT.encode(), name=f"{XSS}.csv")
    run = Run.objects.get()
    assert response.status_code == 302
    columns = reverse("transfer:columns", args=[run.pk])
    assert XSS not in page(client, columns)
    assert escape(XSS) in page(client, columns)
    chosen = {"c0": "number", "c1": "name", "c2": "email", "c3": "", "match": ""}
    client.post(columns, chosen)
    through(run)
    url = reverse("transfer:run", args=[run.pk])
    preview = page(client, url)
    assert XSS not in preview
    assert not Customer.objects.exists()
    assert "3 Zeilen geprüft" in preview
    client.post(reverse("transfer:start", args=[run.pk]))
    through(run)
    assert (run.created, run.refused) == (2, 1)
    for name in ("", "created", "refused", "nonsense"):
        assert XSS not in page(client, f"{url}?show={name}")
    client.post(reverse("transfer:undo", args=[run.pk]))
    assert not Customer.objects.filter(deleted_at=None).exists()
    assert XSS not in page(client, reverse("transfer:runs"))


def test_bar_and_counts_move_and_at_the_end_the_result_takes_their_place(
    client: Client, as_role: Callable[[str], Actor]
) -> None:
    actor = as_role("fleet_admin")
    run = opened(actor, "customers", CONTENT)
    actions.start(actor, run, worker="me")
    Run.objects.filter(pk=run.pk).update(rows=7, created=5, changed=2)
    url = reverse("transfer:run", args=[run.pk])
    whole = client.get(f"{url}?show=created").content.decode()
    assert f'hx-get="{url}?show=created"' in whole
    part = client.get(url, headers={"HX-Request": "true"})
    shown = part.content.decode()
    assert "hx-trigger" in shown
    assert "<html" not in shown
    for name, count in (("", 7), ("created", 5), ("changed", 2), ("same", 0)):
        assert f'id="count-{name}"' in whole
        [moved] = re.findall(f'id="count-{name}"[^>]* hx-swap-oob="true">([0-9]+)<', shown)
        assert int(moved) == count
    through(run)
    ended = client.get(f"{url}?show=refused", headers={"HX-Request": "true"})
    assert (ended["HX-Retarget"], ended["HX-Reswap"]) == ("#run", "outerHTML")
    result = ended.content.decode()
    assert result.lstrip().startswith('<div id="run"')
    assert "hx-trigger" not in result
    assert "hx-swap-oob" not in result
    assert reverse("transfer:undo", args=[run.pk]) in result
    assert "<html" not in result


def test_refused_rows_come_back_as_a_file_that_can_be_imported(
    client: Client, as_role: Callable[[str], Actor], bring: Bring
) -> None:
    run = bring("customers", CONTENT, actor=as_role("fleet_admin"))
    response = client.get(reverse("transfer:refused", args=[run.pk]))
    content = b"".join(response).decode("utf-8-sig")
    assert content.splitlines()[0].startswith("_row;_error;Kundennummer")
    repaired = content.replace('"{}"'.format((XSS * 9).replace('"', '""')), "Beta")
    again = bring("customers", repaired, actor=as_role("fleet_admin"))
    assert (again.rows, again.created) == (1, 1)
    assert Customer.objects.get(number="K2").note == ""


@pytest.mark.parametrize(
    "content",
    [b"", b"Name;Ort\n", b"PK\x03\x04" + bytes(50), bytes(range(256)) * 9, b'"Name\nA'],
)
def test_a_file_that_cannot_be_read_is_answered_with_a_sentence(
    client: Client, content: bytes
) -> None:
    response = post_file(client, content)
    assert response.status_code == 422
    assert not Run.objects.exists()
    assert [*response.context["form"].errors] == ["file"]


def test_the_same_file_within_the_hour_is_asked_about(
    client: Client, bring: Bring, as_role: Callable[[str], Actor]
) -> None:
    first = bring("customers", CONTENT, actor=as_role("fleet_admin"))
    post_file(client, CONTENT.encode())
    shown = page(client, reverse("transfer:columns", args=[Run.objects.latest("pk").pk]))
    assert reverse("transfer:run", args=[first.pk]) in shown


def test_runs_of_others_do_not_exist_unless_for_an_admin(
    client: Client, bring: Bring, people: People
) -> None:
    run = bring("customers", CONTENT)  # Anna's
    for name in ("run", "columns", "refused"):
        assert client.get(reverse(f"transfer:{name}", args=[run.pk])).status_code == 404
    for name in ("start", "cancel", "undo"):
        assert client.post(reverse(f"transfer:{name}", args=[run.pk])).status_code == 404
    client.force_login(people("admin"))
    assert client.get(reverse("transfer:run", args=[run.pk])).status_code == 200


@pytest.mark.parametrize("role", ["user", "technician", "billing", "read_only"])
def test_who_may_not_import_is_refused_on_every_page(people: People, role: str) -> None:
    client = Client()
    client.force_login(people(role))
    for name in ("upload", "runs"):
        assert client.get(reverse(f"transfer:{name}")).status_code == 403


def test_a_mapping_that_makes_no_sense_keeps_what_was_chosen(client: Client) -> None:
    post_file(client, CONTENT.encode())
    columns = reverse("transfer:columns", args=[Run.objects.get().pk])
    response = client.post(columns, {"c0": "name", "c1": "name", "match": "email"})
    assert response.status_code == 422
    assert 'value="email" selected' in response.content.decode()
