"""The logo of a customer and the picture of a contact through the API."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image

from klientel.domains.customers.models import Contact, Customer
from klientel.foundation.access import Actor
from klientel.services.accounts.models import User
from klientel.services.files.models import StoredFile
from klientel.services.files.tests import making
from tests.api import Caller, caller, content, fields

from .pages import huber

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


@pytest.fixture
def api(people: Callable[[str], User]) -> Caller:
    return caller(people("admin"))


@pytest.fixture(params=["logo", "picture"])
def path(request: pytest.FixtureRequest, anna: Actor) -> str:
    customer = huber(anna)
    if request.param == "logo":
        return f"customers/{customer.pk}/logo"
    return f"contacts/{Contact.objects.get(last_name='Huber').pk}/picture"


def test_a_picture_is_set_fetched_replaced_removed_and_brought_back(api: Caller, path: str) -> None:
    assert api.get(path).status_code == 404
    assert api.raw("PUT", path, making.picture(800, 600), kind="image/png").status_code == 204
    fetched = api.get(path)
    assert fetched["Content-Type"] == "image/webp"
    assert fetched["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(fetched.content)) as shown:
        assert shown.size == (512, 512)
    api.raw("PUT", path, making.turned_photo(), kind="image/jpeg")
    second = api.get(path).content
    assert second != fetched.content
    removed = api.delete(path)
    assert removed.status_code == 204
    assert api.get(path).status_code == 404
    content(api.post(f"batches/{removed['Klientel-Batch']}/undo"))
    assert api.get(path).content == second
    assert StoredFile.objects.count() == 2


def test_removing_what_is_not_there_is_done_already(api: Caller, path: str) -> None:
    assert api.delete(path).status_code == 204


@pytest.mark.parametrize(
    "sent", [b"", making.SVG, making.EPS, making.png_claiming(60_000, 60_000), b"\0" * (11 << 20)]
)
def test_what_is_no_picture_is_refused(api: Caller, path: str, sent: bytes) -> None:
    assert fields(api.raw("PUT", path, sent, kind="image/png")) == {"picture"}
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", ["application/json", "image/svg+xml", "multipart/form-data", ""])
def test_only_pictures_are_understood(api: Caller, path: str, kind: str) -> None:
    assert api.raw("PUT", path, making.picture(), kind=kind).status_code == 415


def test_a_record_in_the_bin_has_no_picture(api: Caller, path: str) -> None:
    api.raw("PUT", path, making.picture(), kind="image/png")
    api.delete(f"customers/{Customer.objects.get().pk}")
    for method in ("GET", "PUT", "DELETE"):
        answer = api.raw(method, path, making.picture(), kind="image/png")
        assert answer.status_code == 404


def test_who_may_only_look_changes_no_picture(people: Callable[[str], User], path: str) -> None:
    api = caller(people("read_only"))
    assert api.raw("PUT", path, making.picture(), kind="image/png").status_code == 403
    assert api.delete(path).status_code == 403
    assert api.get(path).status_code == 404
