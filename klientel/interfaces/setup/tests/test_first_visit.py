"""The first visit of an empty installation."""

import stat
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from klientel.services.accounts import setup_code
from klientel.services.accounts.models import User

GOOD = "Regen-auf-dem-Kran-9"
ANNA = {
    "name": "Anna Keller",
    "email": "anna@klientel.example",
    "password": GOOD,
    "language": "fr",
}
HERE = {"host": "localhost"}


@pytest.fixture(autouse=True)
def no_code_left() -> Iterator[None]:
    setup_code.forget()
    yield
    setup_code.forget()


@pytest.fixture
def here(db: None) -> Client:
    return Client(headers=HERE)


@pytest.mark.parametrize("page", ["/", "/settings/users", "/accounts/login", "/no-such-page"])
def test_every_page_leads_to_the_first_visit(here: Client, page: str) -> None:
    answer = here.get(page)
    assert (answer.status_code, answer["Location"]) == (302, "/setup")


def test_machines_still_get_their_answer(here: Client) -> None:
    assert here.get("/health").status_code == 200


def test_the_first_administrator_is_created_and_signed_in(here: Client) -> None:
    assert here.get("/setup").status_code == 200
    assert here.post("/setup", ANNA).status_code == 302
    anna = User.objects.get()
    assert (anna.role, anna.language) == ("admin", "fr")
    assert here.get("/settings/users").status_code == 200


def test_it_happens_once(here: Client) -> None:
    here.post("/setup", ANNA)
    stranger = Client(headers=HERE)
    assert stranger.get("/setup")["Location"] == "/accounts/login"
    stranger.post("/setup", ANNA | {"email": "other@klientel.example"})
    assert User.objects.count() == 1


def test_a_weak_password_is_refused_and_the_rest_is_kept(here: Client) -> None:
    answer = here.post("/setup", ANNA | {"password": "klientel1"})
    assert answer.status_code == 422
    assert "anna@klientel.example" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "visitor",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_HOST": "crm.example"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_from_elsewhere_the_code_is_needed(
    here: Client, settings: Settings, visitor: dict[str, str]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert "code" in here.get("/setup", **visitor).context["form"].fields  # type: ignore[arg-type]  # environment
    for code in ("", "WRONG", setup_code.current()[:-1]):
        answer = here.post("/setup", ANNA | {"code": code}, **visitor)  # type: ignore[arg-type]  # environment
        assert answer.status_code == 422
    assert not User.objects.exists()
    code = setup_code.current().lower()
    here.post("/setup", ANNA | {"code": f" {code[:6]}-{code[6:]} "}, **visitor)  # type: ignore[arg-type]  # environment
    assert User.objects.count() == 1
    assert not setup_code.path().exists()


def test_a_server_that_listens_to_others_asks_everybody_for_the_code(
    here: Client, settings: Settings
) -> None:
    assert "code" not in here.get("/setup").context["form"].fields
    settings.IS_LOOPBACK = False
    assert "code" in here.get("/setup").context["form"].fields


def test_a_server_that_others_know_by_an_address_asks_everybody_for_the_code(
    here: Client, settings: Settings
) -> None:
    settings.BASE_URL = "https://crm.example"
    assert "code" in here.get("/setup").context["form"].fields


def test_guessing_the_code_is_limited(here: Client) -> None:
    for _ in range(20):
        here.post("/setup", ANNA | {"code": "X"}, REMOTE_ADDR="192.0.2.8")
    answer = here.post("/setup", ANNA | {"code": "X"}, REMOTE_ADDR="192.0.2.8")
    assert "Zu viele Versuche" in answer.content.decode()


def test_the_code_is_readable_by_its_owner_alone() -> None:
    assert setup_code.current() == setup_code.current()
    assert stat.S_IMODE(setup_code.path().stat().st_mode) == 0o600


def test_demo_data_is_built_only_when_asked_for(
    here: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[bool] = []
    where = "klientel.interfaces.setup.views.fill_with_demo_data"
    monkeypatch.setattr(where, lambda: built.append(True))
    here.post("/setup", ANNA | {"demo": "on"})
    assert built == [True]
