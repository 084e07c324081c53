"""Requests that lie: about the host, about where to go next, about what they ask for."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from conftest import PASSWORD
from klientel.services.accounts.models import User
from tests.api import Caller, caller, fields

pytestmark = pytest.mark.django_db
ASTRAY = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://evil.example/customers",
    "http://testserver@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%09/evil.example",
    "//evil.example%2f..",
    "/\n/evil.example",
    "\x00//evil.example",
    "ftp://evil.example",
]
NASTY = [
    "'",
    '"',
    "%00",
    "\x00",
    "\ud800",
    "1 OR 1=1",
    "); DROP TABLE x;--",
    "../../etc/passwd",
    "__proto__",
    "constructor",
    "-1",
    "0",
    "99999999999999999999",
    "NaN",
    "1e309",
    "true",
    "[]",
    "{}",
    "a" * 5000,
    "%s%n",
    "${7*7}",
    "\u202e",
    "ß" * 300,
    "*",
    "?",
    "-",
    "--",
    "name__gt",
    "-deleted_at",
    "account_manager__password",
    "0001-01-01",
    "9999-12-31",
    "31.12.9999",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "W10",
]
KNOWN = ["q", "sort", "cursor", "limit", "category", "added_from", "added_to", "updated_since"]
PARAMETERS = [
    *KNOWN,
    "order",
    "segment",
    "segment__in",
    "type",
    "status",
    "customer",
    "customer_id",
    "primary",
    "active",
    "deleted_at__isnull",
    "account_manager__password__startswith",
    "_connector",
    "__class__",
    "page",
    "select",
    "ids",
    "columns",
]


def stays_here(target: str) -> bool:
    parts = urlsplit(target)
    is_ours = parts.netloc in ("", "testserver") and parts.scheme in ("", "http")
    return is_ours and not target.lstrip().startswith(("//", "/\\", "\\")) and "\t" not in target


@pytest.mark.parametrize("target", ASTRAY)
def test_nobody_is_led_elsewhere(people: Callable[[str], User], target: str) -> None:
    user = people("user")
    form = {"login": user.email, "password": PASSWORD, "next": target}
    for address, signed_in in (
        ("/accounts/login", False),
        ("/accounts/logout", True),
        ("/accounts/language", True),
        ("/accounts/again", True),
    ):
        cache.clear()
        client = Client()
        if signed_in:
            client.force_login(user)
        response = client.post(address, form, query_params={"next": target})
        assert response.status_code < 500, address
        if response.status_code in (301, 302, 303):
            assert stays_here(response["Location"]), (address, response["Location"])


def test_another_host_is_refused() -> None:
    for host in ("evil.example", "testserver:80@evil.example", "testserver.evil.example", ""):
        assert Client().get("/accounts/login", HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"])
def test_links_in_mails_lead_to_the_configured_address(
    people: Callable[[str], User], header: str
) -> None:
    cache.clear()
    user = people("user")
    value = "host=evil.example" if header == "Forwarded" else "evil.example"
    Client().post("/accounts/password/forgotten", {"email": user.email}, headers={header: value})
    [message] = mail.outbox
    assert settings.BASE_URL in message.body
    assert "evil" not in message.body


@pytest.mark.parametrize(
    "given", ["a@b.example,{0}", "{0}\r\nBcc: evil@evil.example", "{0},evil@x.example"]
)
def test_a_reset_reaches_the_stored_address_only(people: Callable[[str], User], given: str) -> None:
    cache.clear()
    user = people("user")
    Client().post("/accounts/password/forgotten", {"email": given.format(user.email)})
    assert all(message.recipients() == [user.email] for message in mail.outbox)


def test_a_spoofed_sender_or_user_is_nobody(people: Callable[[str], User]) -> None:
    people("admin")
    spoofed = {"X-Remote-User": "anna@klientel.example", "Remote-User": "1", "X-User-Id": "1"}
    response = Client().get("/customers", headers=spoofed)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login")


def test_a_form_from_elsewhere_is_refused(people: Callable[[str], User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people("admin"))
    for address in (
        "/customers/new",
        "/settings/users/new",
        "/accounts/logout",
        "/accounts/language",
    ):
        assert client.post(address, {}).status_code == 403


@pytest.mark.parametrize("page", ["/customers", "/contacts", "/customers/export"])
def test_no_list_breaks_at_its_parameters(people: Callable[[str], User], page: str) -> None:
    """What a page does not know it leaves out, so all parameters are tried at once."""
    client = Client()
    client.force_login(people("admin"))
    for value in NASTY:
        given = dict.fromkeys(PARAMETERS, value.encode("utf-8", "surrogatepass"))
        assert client.get(page, given).status_code < 500, value


@pytest.mark.parametrize("parameter", KNOWN)
def test_no_operation_breaks_at_a_parameter(people: Callable[[str], User], parameter: str) -> None:
    program = caller(people("admin"))
    for value in NASTY:
        pair = {parameter: value.encode("utf-8", "surrogatepass")}
        response = program.client.get("/api/v1/customers", pair, headers=program.headers)
        assert response.status_code in (200, 422), value


def test_parameters_the_api_does_not_know_are_refused(people: Callable[[str], User]) -> None:
    program = caller(people("admin"))
    for name in set(PARAMETERS) - set(KNOWN) - {"segment", "type", "status"}:
        assert fields(program.get(f"customers?{name}=1")) == {name}


# JSON ---------------------------------------------------------------------------------------

DEEP = b"[" * 100_000 + b"]" * 100_000
BOMBS: list[bytes] = [
    b'{"name": ' + DEEP + b"}",
    b'{"name": "A", "contacts": ' + DEEP + b"}",
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    b'{"name": ' + b"9" * 5000 + b"}",
    b'{"name": 1e400}',
    b'{"name": -Infinity}',
    b'{"name": "' + b"A" * 1_000_000 + b'"}',
    b'{"name": "A", "note": "' + b"A" * 1_000_000 + b'"}',
    b'{"name": "A", "website": "' + b"a." * 500_000 + b'"}',
    b'{"name": "A", "phones": [{"value": "' + b"0" * 1_000_000 + b'"}]}',
    b'{"name": "A", "emails": [{"value": "' + b"a@" * 500_000 + b'"}]}',
    b'{"name": "A", "phones": [' + b",".join([b'{"value": "030 1234567"}'] * 1000) + b"]}",
    b'{"name": "A", "contacts": [' + b",".join([b'{"last_name": "B"}'] * 1000) + b"]}",
    b'{"name": "\\ud800"}',
    b'{"name": "A", "note": "\\udfff\\ud800"}',
    b'{"name": "\\u0000"}',
    b'{"\\u0000": "A"}',
    b'{"\\ud800": "A"}',
    b'{"__proto__": {"admin": true}, "name": "A"}',
    b'{"name": "A", "__class__": "User", "pk": 1}',
    b'{"name": {"$ne": null}}',
    b'{"name": ["A"]}',
    b'{"name": "A", "account_manager": {"is_active": true}}',
    b'{"name": "A", "active": 2}',
    b'{"customer_id": 99999999999999999999, "last_name": "A"}',
    b'{"customer_id": -1, "last_name": "A"}',
    b'{"customer_id": 1.5, "last_name": "A"}',
    b"null",
    b"1",
    b'"' + b"A" * 100 + b'"',
    b'\xef\xbb\xbf{"name": 1, "last_name": 1}',
    '{"name": "A", "last_name": "A"}'.encode("utf-16"),
    b"\x00" * 1000,
    b"{" * 1000,
]


@pytest.mark.parametrize("number", range(len(BOMBS)))
def test_no_body_breaks_anything(people: Callable[[str], User], number: int) -> None:
    program = caller(people("admin"))
    customer = json.loads(program.post("customers", {"name": "Huber"}).content)["id"]
    answers = [
        program.raw("POST", "customers", BOMBS[number]),
        program.raw("POST", "contacts", BOMBS[number]),
        program.raw("PATCH", f"customers/{customer}", BOMBS[number]),
    ]
    for response in answers:
        assert 400 <= response.status_code < 500, response.content[:300]
        assert response["Content-Type"] == "application/problem+json"
        assert len(response.content) < 20_000


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\u202e", "\ufeff", "\u200b", "\u2028"])
def test_signs_that_cannot_be_seen_are_not_kept(people: Callable[[str], User], sign: str) -> None:
    program = caller(people("admin"))
    response = program.post("customers", {"name": f"Hu{sign}ber", "note": f"a{sign}b"})
    found = json.loads(response.content)
    assert response.status_code == 201
    assert sign not in found["name"]
    assert found["note"].replace("\n", "").replace(" ", "") == "ab"


def _upload(program: Caller, name: str, text: bytes, **more: str) -> HttpResponse:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode(
        "utf-8", "replace"
    )
    fields = {"kind": "customers", **more}
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    body = b"".join(parts) + b"--x\r\n" + head + b"\r\n\r\n" + text + b"\r\n--x--\r\n"
    return program.raw("POST", "imports", body, kind="multipart/form-data; boundary=x")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", b""),
        ("a.csv", b"\n\n\n"),
        ("a.csv", b"Name;E-Mail\n"),
        ("a.csv", b"\x00\x01\x02" * 5000),
        ("a.csv", b"MZ\x90" + bytes(range(256)) * 50),
        ("a.csv", b"PK\x03\x04" + b"\x00" * 500),
        ("a.csv", b";".join(b"h%d" % n for n in range(5000)) + b"\n"),
        ("a.csv", b"Name;Name;Name\na;b;c\n"),
        ("a.csv", b'Name;E-Mail\n"unclosed;a@b.example\n'),
        ("a.csv", b"Name\n" + b"A" * 1_100_000 + b"\n"),
        ("a.csv", b"Name\n\xff\xfe\xfa\n"),
        ("../../../etc/passwd", b"Name\nHuber\n"),
        ("a\x00.php.csv", b"Name\nHuber\n"),
        ("<script>alert(1)</script>.csv", b"Name\nHuber\n"),
        ("", b"Name\nHuber\n"),
        ("a" * 5000 + ".csv", b"Name\nHuber\n"),
    ],
)
def test_no_file_breaks_anything(people: Callable[[str], User], name: str, text: bytes) -> None:
    program = caller(people("admin"))
    for more in ({}, {"dry_run": "true"}, {"mapping": "[1]"}, {"mapping": '{"Name": "x"}'}):
        response = _upload(program, name, text, **more)
        assert response.status_code in (202, 400, 413, 422), response.content[:300]
        if response.status_code != 202:
            assert response["Content-Type"] == "application/problem+json"


# Settings -----------------------------------------------------------------------------------

ASK = """
import json
from klientel.config import settings as s
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG", "ALLOWED_HOSTS"]
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def test_behind_https_cookies_and_transport_are_strict(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "KLIENTEL_DATA": str(tmp_path),
        "KLIENTEL_BASE_URL": "https://crm.example",
    }
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=env, cwd=root, check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_HTTPONLY"] and found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert not found["DEBUG"]
    assert "crm.example" in found["ALLOWED_HOSTS"] and "*" not in found["ALLOWED_HOSTS"]
