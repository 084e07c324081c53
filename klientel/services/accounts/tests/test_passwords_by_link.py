"""A new password by a link in a mail."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from klientel.foundation.access import Actor
from klientel.foundation.lib import clock
from klientel.services.accounts import actions, credentials, mails, tasks
from klientel.services.accounts.models import PasswordLink, ResetWish, User

FORGOTTEN = "/accounts/password/forgotten"
GOOD = "Regen-auf-dem-Kran-9"
People = Callable[[str], User]


def link_in(text: str) -> str:
    found = re.search(r"http://localhost:8000(/accounts/password/new/\S+)", text)
    assert found, text
    return found[1]


def asked(client: Client, user: User) -> str:
    client.post(FORGOTTEN, {"email": user.email})
    return link_in(str(mail.outbox[-1].body))


def test_looking_consumes_nothing_and_sending_does(client: Client, people: People) -> None:
    beat = people("user")
    path = asked(client, beat)
    for _ in range(3):
        assert client.get(path).status_code == 200
        client.head(path)
    page = client.get(path)
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"] or "no-cache" in page["Cache-Control"]
    assert client.post(path, {"password": GOOD}).status_code == 302
    beat.refresh_from_db()
    assert beat.check_password(GOOD)
    assert client.get(path).status_code == 410
    assert client.post(path, {"password": GOOD + "x"}).status_code == 410


def test_known_and_unknown_addresses_get_the_same_answer(client: Client, people: People) -> None:
    beat = people("user")
    answers = [
        client.post(FORGOTTEN, {"email": email})
        for email in (beat.email, "nobody@klientel.example")
    ]
    assert {(a.status_code, a["Location"], a.content) for a in answers} == {
        (302, "/accounts/password/forgotten/done", b"")
    }
    assert [message.to for message in mail.outbox] == [[beat.email]]


def test_the_disabled_get_no_mail(client: Client, people: People, anna: Actor) -> None:
    beat = actions.disable_user(anna, people("user"))
    client.post(FORGOTTEN, {"email": beat.email})
    assert mail.outbox == []


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "localhost:8000@evil.example"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Server": "evil.example"},
    ],
)
def test_links_lead_to_the_configured_address_alone(
    client: Client, people: People, settings: pytest.FixtureRequest, headers: dict[str, str]
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]  # pytest-django's settings
    client.post(FORGOTTEN, {"email": people("user").email}, headers=headers)
    for message in mail.outbox:
        assert "evil" not in str(message.message())
        link_in(str(message.body))


@pytest.mark.parametrize(
    "email",
    [
        "{0},other@evil.example",
        "{0} other@evil.example",
        "{0}\r\nBcc: other@evil.example",
        "{0}\x00",
        '["{0}"]',
    ],
)
def test_mail_goes_to_the_stored_address_or_nowhere(
    client: Client, people: People, email: str
) -> None:
    beat = people("user")
    client.post(FORGOTTEN, {"email": email.format(beat.email)})
    assert all(message.recipients() == [beat.email] for message in mail.outbox)


def test_of_two_addresses_sent_only_a_stored_one_gets_mail(client: Client, people: People) -> None:
    beat = people("user")
    client.post(FORGOTTEN, {"email": [beat.email, "other@evil.example"]})
    client.post(FORGOTTEN, {"email": ["other@evil.example", beat.email]})
    assert {tuple(message.recipients()) for message in mail.outbox} <= {(beat.email,)}


def test_twins_by_unicode_case_get_nothing(client: Client, people: People) -> None:
    people("user")
    client.post(FORGOTTEN, {"email": "beat@kl\u0131entel.example"})
    assert mail.outbox == []


def test_a_link_lives_an_hour(client: Client, people: People) -> None:
    path = asked(client, people("user"))
    link = PasswordLink.objects.get()
    assert link.expires_at - link.created_at == timedelta(hours=1)
    PasswordLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(path).status_code == 410


def test_the_fourth_request_in_an_hour_is_refused(client: Client, people: People) -> None:
    beat = people("user")
    statuses = [client.post(FORGOTTEN, {"email": beat.email}).status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]


def test_a_new_password_ends_the_other_sessions_and_is_told(client: Client, people: People) -> None:
    beat, elsewhere = people("user"), Client()
    elsewhere.force_login(beat)
    client.post(asked(client, beat), {"password": GOOD})
    assert elsewhere.get("/settings/profile").status_code == 302
    assert "Kennwort" in str(mail.outbox[-1].body)


def test_a_weak_password_is_refused_with_the_reason(client: Client, people: People) -> None:
    path = asked(client, people("user"))
    answer = client.post(path, {"password": "klientel1"})
    assert answer.status_code == 422
    assert "mindestens 10" in answer.content.decode()


def test_the_mail_is_in_the_language_of_its_reader(client: Client, people: People) -> None:
    beat = people("user")
    User.objects.filter(pk=beat.pk).update(language="fr")
    client.post(FORGOTTEN, {"email": beat.email}, headers={"accept-language": "en"})
    assert "Bonjour" in str(mail.outbox[0].body)


# A wish is a row ----------------------------------------------------------------------------


def test_a_wish_is_answered_once_even_when_the_queue_forgot_it(
    client: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat = people("user")
    with monkeypatch.context() as lost:
        lost.setattr(tasks, "answer_wishes", lambda: None)
        for email in (beat.email.upper(), "nobody@klientel.example"):
            assert client.post(FORGOTTEN, {"email": email}).status_code == 302
    assert not mail.outbox
    assert ResetWish.objects.count() == 2, "the same work for every address"
    tasks.answer_wishes_left()
    tasks.answer_wishes_left()
    assert [message.to for message in mail.outbox] == [[beat.email]]
    assert not ResetWish.objects.exists()


def test_a_wish_broken_off_is_answered_by_the_next_task(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat = people("user")
    credentials.wish_for_link(beat.email)

    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError

    with monkeypatch.context() as broken, pytest.raises(OSError):
        broken.setattr(mails, "send", fail)
        credentials.answer_wish()
    assert not PasswordLink.objects.exists(), "a link that no mail names leads nowhere"
    tasks.answer_wishes()
    assert len(mail.outbox) == 1
    assert PasswordLink.objects.count() == 1


@pytest.mark.parametrize(
    ("age", "mails_sent"), [(timedelta(hours=23), 1), (timedelta(hours=25), 0)]
)
def test_after_a_day_nobody_waits_any_more(people: People, age: timedelta, mails_sent: int) -> None:
    with clock.standing_at(clock.now() - age):
        credentials.wish_for_link(people("user").email)
    tasks.answer_wishes_left()
    assert len(mail.outbox) == mails_sent
    assert not ResetWish.objects.exists()
