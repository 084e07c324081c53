"""The pages for whoever manages people."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from klientel.foundation.access import SYSTEM
from klientel.foundation.lib import countries
from klientel.services.accounts import actions
from klientel.services.accounts.models import User

People = Callable[[str], User]
HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    '"a" hx-on:click=alert(1) b="c"',
    "{{ 7|add:7 }}{% now 'Y' %}",
    "</textarea><img src=x onerror=alert(1)>",
]
PAGES = [
    "/settings/users",
    "/settings/users/new",
    "/settings/users/{pk}",
    "/settings/roles",
    "/settings/company",
    "/settings/outbox",
]


@pytest.fixture
def admin(client: Client, people: People) -> Client:
    client.force_login(people("admin"))
    return client


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["fleet_admin", "user", "technician", "billing", "read_only"])
def test_only_admins_open_these_pages(client: Client, people: People, role: str, page: str) -> None:
    me = people(role)
    client.force_login(me)
    assert client.get(page.format(pk=me.pk)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["de", "fr", "en"])
def test_every_page_opens_in_every_language(
    admin: Client, people: People, page: str, language: str
) -> None:
    me = people("admin")
    actions.change_profile(SYSTEM, me, language=language)
    answer = admin.get(page.format(pk=me.pk))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_a_new_user_gets_a_link_and_chooses_the_password(admin: Client) -> None:
    fields = {
        "name": "Nina Neu",
        "email": "nina@klientel.example",
        "role": "user",
        "language": "fr",
    }
    assert admin.post("/settings/users/new", fields).status_code == 302
    message = mail.outbox[-1]
    assert message.to == ["nina@klientel.example"]
    found = re.search(r"http://localhost:8000(/accounts/\S+)", str(message.body))
    assert found
    assert Client().post(found[1], {"password": "Regen-auf-dem-Kran-9"}).status_code == 302
    assert User.objects.get(email="nina@klientel.example").check_password("Regen-auf-dem-Kran-9")


def test_what_is_wrong_stands_beside_its_field(admin: Client, people: People) -> None:
    fields = {"name": "Zwilling", "email": people("user").email.upper(), "role": "user"}
    answer = admin.post("/settings/users/new", fields)
    assert answer.status_code == 422
    assert "Diese Adresse hat schon jemand." in answer.content.decode()


def test_a_new_role_counts_with_the_next_request(admin: Client, people: People) -> None:
    beat, browser = people("user"), Client()
    browser.force_login(beat)
    assert browser.get("/settings/users").status_code == 403
    fields = {"name": beat.name, "email": beat.email, "role": "admin", "language": ""}
    assert admin.post(f"/settings/users/{beat.pk}", fields).status_code == 302
    assert browser.get("/settings/users").status_code == 200


def test_disabling_and_enabling(admin: Client, people: People) -> None:
    beat, browser = people("user"), Client()
    browser.force_login(beat)
    admin.post(f"/settings/users/{beat.pk}/disable")
    assert browser.get("/settings/profile").status_code == 302
    admin.post(f"/settings/users/{beat.pk}/enable")
    assert browser.get("/settings/profile").status_code == 302
    browser.force_login(User.objects.get(pk=beat.pk))
    assert browser.get("/settings/profile").status_code == 200


def test_the_last_admin_cannot_be_disabled(admin: Client, people: People) -> None:
    anna = people("admin")
    page = admin.get(f"/settings/users/{anna.pk}").content.decode()
    assert "Mindestens ein aktiver Admin muss bleiben." in page
    admin.post(f"/settings/users/{anna.pk}/disable")
    anna.refresh_from_db()
    assert anna.is_active


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_text(admin: Client, people: People, name: str) -> None:
    beat = actions.change_profile(SYSTEM, people("user"), name=name)
    for page in ("/settings/users", f"/settings/users/{beat.pk}"):
        html = admin.get(page).content.decode()
        assert "<script>alert" not in html
        assert 'onmouseover="' not in html
        assert "onerror=alert(1)>" not in html
        assert '"a" hx-on' not in html
        assert "{{ 7|add:7 }}" in html or "{{" not in name


def test_foreign_ids_are_not_found(admin: Client) -> None:
    assert admin.get("/settings/users/999999").status_code == 404
    assert admin.post("/settings/users/999999/disable").status_code == 404
    assert admin.get("/settings/outbox/999999").status_code == 404


def test_acts_need_a_post(admin: Client, people: People) -> None:
    pk = people("user").pk
    for act in ("disable", "enable", "link"):
        assert admin.get(f"/settings/users/{pk}/{act}").status_code == 405


def test_the_company_is_named_on_the_sign_in_page(admin: Client) -> None:
    fields = {"name": "Grünewald & Röhrig", "country": "DE", "language": "de"}
    assert admin.post("/settings/company", fields).status_code == 302
    assert "Grünewald &amp; Röhrig" in Client().get("/accounts/login").content.decode()


def test_the_company_is_in_one_of_the_countries_customers_are_in(admin: Client) -> None:
    offered = admin.get("/settings/company").context["form"].fields["country"].choices
    assert list(offered) == list(countries.choices("de"))


def test_roles_shows_every_permission(admin: Client) -> None:
    html = admin.get("/settings/roles").content.decode()
    assert "Flottenadministrator" in html
