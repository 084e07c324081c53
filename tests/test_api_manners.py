"""What all operations of the API have in common, tried on a few of them."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from klientel.domains.customers.actions import customers
from klientel.domains.customers.models import Customer
from klientel.foundation.access import Actor
from klientel.foundation.db import guard
from klientel.foundation.rest import idempotency, limits
from klientel.foundation.rest.models import KeptAnswer
from klientel.services.accounts.models import Token, User
from klientel.services.journal.undo import undo_batch
from tests.api import Caller, caller, content, fields, nobody

KEY = {"Idempotency_Key": "3f1c-9"}
HUBER = {"name": "Huber AG"}


@pytest.fixture
def api(people: Callable[[str], User]) -> Caller:
    return caller(people("admin"))


# Problems -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("POST", "customers", b"{", "application/json", 400),
        ("POST", "customers", b'{"name": NaN}', "application/json", 400),
        ("POST", "customers", b'{"name": "a", "name": "b"}', "application/json", 400),
        ("POST", "customers", b"\xff\xfe\x00", "application/json", 400),
        ("POST", "customers", b"name=a", "application/x-www-form-urlencoded", 415),
        ("POST", "customers", b"{}", "text/plain", 415),
        ("POST", "customers", b"", "application/json", 422),
        ("POST", "customers", b" " * 6_000_000, "application/json", 413),
        ("PUT", "customers", b"{}", "application/json", 405),
        ("TRACE", "customers/1", b"", "application/json", 405),
        ("GET", "customers/1", b"", "application/json", 404),
        ("GET", "customers/", b"", "application/json", 404),
        ("GET", "customers/abc", b"", "application/json", 404),
        ("GET", f"customers/{10**40}", b"", "application/json", 404),
        ("GET", "nothing", b"", "application/json", 404),
        ("GET", "", b"", "application/json", 404),
        ("POST", "nothing", b"{}", "application/json", 404),
        ("GET", "batches/nothing", b"", "application/json", 404),
        ("POST", "batches/nothing/undo", b"", "application/json", 404),
    ],
)
def test_every_failure_is_a_problem(
    api: Caller, method: str, path: str, body: bytes, kind: str, status: int
) -> None:
    response = api.raw(method, path, body, kind=kind)
    found = content(response, status)
    assert response["Content-Type"] == "application/problem+json"
    assert found["status"] == status
    assert found["type"].startswith("urn:klientel:problem:")
    assert found["title"]


@pytest.mark.django_db
def test_who_names_no_language_is_answered_in_the_one_of_the_profile(
    people: Callable[[str], User],
) -> None:
    user = people("read_only")
    api = caller(user)
    del api.headers["Accept-Language"]
    assert api.post("customers", HUBER)["Content-Language"] == "de"
    User.objects.filter(pk=user.pk).update(language="fr")
    answer = api.post("customers", HUBER)
    assert answer["Content-Language"] == "fr"
    assert content(answer, 403)["title"] == "Vous n’en avez pas le droit."
    assert api.post("customers", HUBER, Accept_Language="en")["Content-Language"] == "en"


@pytest.mark.django_db
def test_methods_that_are_allowed_are_named(api: Caller) -> None:
    assert set(api.raw("PUT", "customers")["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.django_db
def test_a_failure_of_ours_tells_nothing_of_the_inside(
    api: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(customers, "create_customer", fail)
    api.client.raise_request_exception = False
    response = api.post("customers", HUBER, **KEY)
    assert content(response, 500)["type"] == "urn:klientel:problem:our-fault"
    assert b"secret" not in response.content
    assert "secret inside" in caplog.text
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db
def test_answers_are_kept_by_nobody_in_between(api: Caller) -> None:
    response = api.get("customers")
    assert response["Cache-Control"] == "private, no-cache"
    assert "Authorization" in response["Vary"]
    assert api.post("customers", HUBER)["Cache-Control"] == "no-store"


# Tokens -------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic a2xpZW50ZWw=", "Bearer a b", "Bearer \x7f", "kt_1"]
)
def test_a_header_that_is_no_token_is_refused(header: str) -> None:
    response = nobody().raw("GET", "customers", headers={"Authorization": header})
    assert response.status_code == 401


@pytest.mark.django_db
def test_a_disabled_person_and_a_revoked_token_are_refused_at_once(
    people: Callable[[str], User], api: Caller
) -> None:
    assert api.get("customers").status_code == 200
    Token.objects.update(revoked_at=timezone.now())
    assert api.get("customers").status_code == 401
    other = caller(people("user"))
    assert other.get("customers").status_code == 200
    User.objects.filter(role="user").update(is_active=False)
    assert other.get("customers").status_code == 401


@pytest.mark.django_db
def test_permission_is_asked_before_the_body_is_read(people: Callable[[str], User]) -> None:
    assert caller(people("read_only")).post("customers", {"nonsense": 1}).status_code == 403


@pytest.mark.django_db
def test_too_many_requests_of_one_token_wait(
    people: Callable[[str], User], api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(limits, "PER_MINUTE", 3)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_010.0)
    assert [api.get("customers").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert 0 < int(api.get("customers")["Retry-After"]) <= 60
    assert caller(people("user")).get("customers").status_code == 200
    monkeypatch.setattr(time, "time", lambda: 1_800_000_070.0)
    assert api.get("customers").status_code == 200


# Repeats ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_repeated_request_is_done_once_and_answered_twice(api: Caller) -> None:
    first = api.post("customers", HUBER, **KEY)
    second = api.post("customers", HUBER, **KEY)
    assert content(first, 201) == content(second, 201)
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    for header in ("Location", "ETag", "Klientel-Batch", "Content-Type"):
        assert first[header] == second[header]
    assert Customer.objects.count() == 1


@pytest.mark.django_db
def test_another_request_with_the_same_key_is_refused(api: Caller) -> None:
    content(api.post("customers", HUBER, **KEY), 201)
    assert api.post("customers", {"name": "Meyer"}, **KEY).status_code == 422
    assert api.post("contacts", {"last_name": "Meyer"}, **KEY).status_code == 422
    assert Customer.objects.count() == 1


def test_each_of_several_files_tells_requests_apart() -> None:
    def sent(*contents: bytes) -> str:
        files = [SimpleUploadedFile("a.txt", content) for content in contents]
        return idempotency.fingerprint(RequestFactory().post("/api/v1/any", {"file": files}))

    assert sent(b"one", b"two") == sent(b"one", b"two")
    assert len({sent(b"one", b"two"), sent(b"other", b"two"), sent(b"two")}) == 3


@pytest.mark.django_db
def test_keys_belong_to_their_token_and_last_a_day(
    people: Callable[[str], User], api: Caller
) -> None:
    content(api.post("customers", HUBER, **KEY), 201)
    content(caller(people("fleet_admin")).post("customers", HUBER, **KEY), 201)
    KeptAnswer.objects.update(claimed_at=timezone.now() - timedelta(hours=25))
    assert "Idempotency-Replayed" not in api.post("customers", HUBER, **KEY)
    assert Customer.objects.count() == 3
    assert KeptAnswer.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_request_may_be_corrected_under_its_key(api: Caller) -> None:
    assert fields(api.post("customers", {}, **KEY)) == {"name"}
    content(api.post("customers", HUBER, **KEY), 201)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256])
def test_a_key_that_is_none_is_refused(api: Caller, key: str) -> None:
    assert api.post("customers", HUBER, Idempotency_Key=key).status_code == 400
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_while_the_first_request_runs_the_second_is_told_to_wait(api: Caller) -> None:
    content(api.post("customers", HUBER, **KEY), 201)
    KeptAnswer.objects.update(status=None)
    response = api.post("customers", HUBER, **KEY)
    assert content(response, 409)["type"] == "urn:klientel:problem:in-progress"
    assert response["Retry-After"] == "1"
    KeptAnswer.objects.update(claimed_at=timezone.now() - 2 * idempotency.CLAIM)
    content(api.post("customers", HUBER, **KEY), 201)


@pytest.mark.django_db
def test_who_lost_the_claim_meanwhile_writes_nothing(
    api: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = customers.create_customer

    def slow(actor: Actor, **given: Any) -> Customer:
        KeptAnswer.objects.update(claimed_at=timezone.now() + timedelta(seconds=1))
        return real(actor, **given)

    monkeypatch.setattr(customers, "create_customer", slow)
    assert api.post("customers", HUBER, **KEY).status_code == 409
    assert not Customer.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "sqlite" in str(connection.settings_dict["ENGINE"]), reason="memory has one connection"
)
def test_of_two_requests_at_once_one_is_done(api: Caller) -> None:
    start = threading.Barrier(2)

    def send(_: int) -> int:
        start.wait()
        try:
            return (
                Caller(api.headers["Authorization"][7:]).post("customers", HUBER, **KEY).status_code
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(send, range(2)))
    assert statuses in ([201, 201], [201, 409])
    assert Customer.objects.count() == 1


# Batches ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_undo_can_itself_be_undone(api: Caller) -> None:
    batch = api.post("customers", HUBER)["Klientel-Batch"]
    undo = content(api.post(f"batches/{batch}/undo", **KEY))
    assert content(api.post(f"batches/{batch}/undo", **KEY)) == undo
    assert content(api.get(f"batches/{batch}"))["undone"]
    assert content(api.get(f"batches/{undo['batch']}"))["undo_of"] == batch
    assert content(api.get("customers"))["items"] == []
    content(api.post(f"batches/{undo['batch']}/undo"))
    assert len(content(api.get("customers"))["items"]) == 1


@pytest.mark.django_db
def test_what_was_changed_since_stays_and_is_named(api: Caller) -> None:
    response = api.post("customers", HUBER)
    api.patch(response["Location"], {"name": "Huber & Co."})
    outcome = content(api.post(f"batches/{response['Klientel-Batch']}/undo"))
    [refusal] = outcome["refused"]
    assert (refusal["model"], refusal["name"]) == ("customers.customer", "Huber & Co.")
    assert refusal["reason"]


@pytest.mark.django_db
def test_the_batch_of_another_needs_the_permission(
    people: Callable[[str], User], api: Caller
) -> None:
    batch = api.post("customers", HUBER)["Klientel-Batch"]
    beat = caller(people("user"))
    assert content(beat.get(f"batches/{batch}"))["may_undo"] is False
    assert beat.post(f"batches/{batch}/undo").status_code == 403
    assert len(content(api.get("customers"))["items"]) == 1


@pytest.mark.django_db
def test_a_token_that_reads_only_undoes_nothing_not_even_its_own(
    people: Callable[[str], User], api: Caller
) -> None:
    batch = api.post("customers", HUBER)["Klientel-Batch"]
    reader = caller(people("admin"), read_only=True)
    assert reader.post(f"batches/{batch}/undo").status_code == 403
    assert len(content(api.get("customers"))["items"]) == 1


@pytest.mark.django_db
def test_who_lost_a_right_does_not_get_it_back_by_undoing(
    people: Callable[[str], User], as_role: Callable[[str], Actor]
) -> None:
    farid = caller(people("fleet_admin"))
    batch = farid.post("customers", HUBER)["Klientel-Batch"]
    User.objects.filter(role="fleet_admin").update(role="read_only")
    assert farid.post(f"batches/{batch}/undo").status_code == 403
    assert undo_batch(as_role("admin"), batch).undone == 1


# Days ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/New_York", "2026-02-28"), ("Pacific/Auckland", "2026-03-01"), ("", "2026-03-01")],
)
def test_a_day_is_that_of_the_token_s_person(
    people: Callable[[str], User], anna: Actor, zone: str, day: str
) -> None:
    """One minute before midnight in New York, five in the morning in Europe."""
    person = people("admin")
    person.time_zone = zone
    person.save()
    customer = customers.create_customer(anna, name="Huber AG")
    with guard.opened():
        added = datetime(2026, 3, 1, 4, 59, tzinfo=UTC)
        Customer.objects.filter(pk=customer.pk).update(created_at=added)
    api = caller(person)
    found = content(api.get(f"customers?added_from={day}&added_to={day}"))["items"]
    assert [each["id"] for each in found] == [customer.pk]
    for other in ("added_from=2026-03-02", "added_to=2026-02-27"):
        assert not content(api.get(f"customers?{other}"))["items"]
