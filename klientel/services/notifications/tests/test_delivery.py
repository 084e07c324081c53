"""From the outbox to a real mail server that is up, down, rude, or answers too late."""

from __future__ import annotations

import email
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from klientel.foundation.access import SYSTEM, Actor
from klientel.foundation.lib import clock
from klientel.services.accounts import credentials
from klientel.services.accounts.models import User
from klientel.services.notifications import delivery, outbox, tasks
from klientel.services.notifications.choices import State
from klientel.services.notifications.models import OutboxMail

BACKEND = "klientel.services.notifications.outbox.Backend"
People = Callable[[str], User]


class Killed(BaseException):
    """The worker is gone in the middle of its work."""


class Server:
    """Keeps what it takes; refuses what it is told to."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.recipients: list[str] = []
        self.refuses = ""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.controller: Controller | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        if self.refuses:
            return self.refuses
        assert isinstance(envelope.content, bytes)
        self.taken.append(email.message_from_bytes(envelope.content))
        self.recipients += envelope.rcpt_tos
        return "250 OK"

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller:
            self.controller.stop()
        self.controller = None


@pytest.fixture
def server(settings: LazySettings) -> Iterator[Server]:
    made = Server()
    settings.MAIL_SERVER, settings.EMAIL_BACKEND = True, BACKEND
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
    made.start()
    yield made
    made.stop()


def written(subject: str = "Betreff") -> OutboxMail:
    message = EmailMessage(subject, "Grüße", "a@b.example", ["c@d.example"])
    message.connection = get_connection(BACKEND)
    message.send()
    return OutboxMail.objects.latest("pk")


def later(**time: float) -> datetime:
    return clock.now() + timedelta(**time)


def state(mail: OutboxMail) -> str:
    mail.refresh_from_db()
    return mail.state


@pytest.mark.django_db(transaction=True)
def test_a_mail_leaves_once_its_transaction_is_through(server: Server) -> None:
    mail = written()
    assert state(mail) == "sent"
    assert server.recipients == ["c@d.example"]
    assert server.taken[0]["Message-ID"] == mail.message_id
    assert server.taken[0]["Subject"] == "Betreff"
    assert mail.sent_at
    delivery.deliver_due()
    assert len(server.taken) == 1


def test_a_server_that_is_down_is_tried_again_until_it_is_up(db: None, server: Server) -> None:
    server.stop()
    first, second = written("eins"), written("zwei")
    delivery.deliver_due()
    assert (state(first), state(second)) == ("waiting", "waiting")
    assert "refused" in first.answer
    assert (first.tries, second.tries) == (1, 0)  # what does not listen is not asked for each
    server.start()
    with clock.standing_at(later(seconds=30)):
        tasks.sweep()
    assert (state(first), state(second)) == ("waiting", "sent")
    with clock.standing_at(later(seconds=90)):
        tasks.sweep()
    assert state(first) == "sent"
    assert first.answer == ""
    assert [message["Subject"] for message in server.taken] == ["zwei", "eins"]


def test_a_worker_killed_before_its_note_costs_no_mail_and_the_repeat_is_recognisable(
    db: None, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = written()

    def die(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(delivery, "_note", die)
        delivery.deliver_due()
    assert (state(mail), len(server.taken)) == ("sending", 1)
    tasks.sweep()
    assert len(server.taken) == 1  # its lease still runs: the worker may only be slow
    with clock.standing_at(later(minutes=2, seconds=1)):
        tasks.sweep()
    assert state(mail) == "sent"
    assert {message["Message-ID"] for message in server.taken} == {mail.message_id}
    assert len(server.taken) == 2


def test_a_worker_that_wakes_after_its_lease_notes_nothing(db: None, server: Server) -> None:
    mail = written()
    slow = delivery._claim()
    assert slow
    with clock.standing_at(later(minutes=3)):
        other = delivery._claim()
        assert other
        assert other.pk == slow.pk
        delivery._note(slow, delivery.Outcome(State.FAILED, "late"))
    assert state(mail) == "sending"
    assert mail.answer == ""


def test_a_final_no_is_kept_with_the_server_s_words(db: None, server: Server) -> None:
    server.refuses = "554 5.7.1 No such person here"
    mail = written()
    delivery.deliver_due()
    assert state(mail) == "failed"
    assert mail.answer == "554 5.7.1 No such person here"


def test_a_passing_no_is_tried_a_day_and_then_given_up(db: None, server: Server) -> None:
    server.refuses = "451 4.7.1 Greylisted"
    mail, waited = written(), timedelta()
    for pause in delivery.PAUSES:
        with clock.standing_at(clock.now() + waited):
            delivery.deliver_due()
        assert (state(mail), mail.answer) == ("waiting", server.refuses)
        waited += pause + timedelta(seconds=1)
    with clock.standing_at(clock.now() + waited):
        delivery.deliver_due()
    assert (state(mail), mail.due_at) == ("failed", None)
    assert mail.tries == len(delivery.PAUSES) + 1


def test_what_failed_is_sent_again_by_hand(anna: Actor, beat: Actor, server: Server) -> None:
    server.refuses = "554 No"
    mail = written()
    assert not outbox.send_again(anna, mail)
    delivery.deliver_due()
    with pytest.raises(Exception, match="view_outbox"):
        outbox.send_again(beat, mail)
    server.refuses = ""
    assert outbox.send_again(anna, mail)
    tasks.deliver()
    assert state(mail) == "sent"


def test_the_button_stands_beside_what_failed(
    client: Client, people: People, server: Server
) -> None:
    client.force_login(people("admin"))
    server.refuses = "554 <b>No</b>"
    mail = written()
    delivery.deliver_due()
    html = client.get(f"/settings/outbox/{mail.pk}").content.decode()
    assert "554 &lt;b&gt;No" in html
    assert f"/settings/outbox/{mail.pk}/send" in html
    client.post(f"/settings/outbox/{mail.pk}/send")
    assert state(mail) == "waiting"


def test_a_link_that_was_sent_is_read_by_its_recipient_alone(
    people: People, server: Server
) -> None:
    credentials.send_password_link(SYSTEM, people("user"))
    mail = OutboxMail.objects.get()
    assert "kt_" in mail.text
    delivery.deliver_due()
    assert state(mail) == "sent"
    assert "kt_" not in mail.text
    assert "kt_" in server.taken[0].get_payload(decode=True).decode()  # type: ignore[union-attr]  # a plain text


def test_a_link_that_became_void_meanwhile_is_not_sent(people: People, server: Server) -> None:
    credentials.send_password_link(SYSTEM, people("user"))
    mail = OutboxMail.objects.get()
    with clock.standing_at(later(hours=2)):
        delivery.deliver_due()
    assert state(mail) == "expired"
    assert server.taken == []
    assert "kt_" not in mail.text


@pytest.mark.parametrize("days", [90, 7])
def test_only_what_was_sent_long_ago_is_removed(
    db: None, settings: LazySettings, days: int
) -> None:
    settings.MAIL_DAYS = days
    old, recent = later(days=-days, seconds=-1), later(days=-days, minutes=1)
    for kind in State:
        OutboxMail.objects.create(subject=kind.value, state=kind, created_at=old)
    OutboxMail.objects.filter(state=State.SENT).update(sent_at=old)
    OutboxMail.objects.create(subject="recent", state=State.SENT, created_at=old, sent_at=recent)
    tasks.purge()
    left = set(OutboxMail.objects.values_list("subject", flat=True))
    assert left == {"recent", *State.values} - {"sent"}
