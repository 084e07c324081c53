"""Mails become rows, in the transaction of what causes them."""

import re
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.test import Client

from klientel.foundation.access import SYSTEM, Actor
from klientel.services.accounts import actions, credentials
from klientel.services.accounts.models import User
from klientel.services.notifications import delivery
from klientel.services.notifications.models import OutboxMail

BACKEND = "klientel.services.notifications.outbox.Backend"
GOOD = "Regen-auf-dem-Kran-9"
People = Callable[[str], User]


@pytest.fixture
def real(settings: LazySettings) -> None:
    """Outside tests it is the only backend there is."""
    settings.EMAIL_BACKEND = BACKEND


def send(message: EmailMessage) -> list[OutboxMail]:
    message.connection = get_connection(BACKEND)
    assert message.send() == 1
    return list(OutboxMail.objects.order_by("pk"))


def test_a_mail_is_kept_as_it_would_have_left_once_for_each_recipient(db: None) -> None:
    message = EmailMultiAlternatives(
        "Betreff", "Text", "a@b.example", ["c@d.example"], bcc=["e@f.example"]
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    kept, hidden = send(message)
    assert (kept.recipient, hidden.recipient) == ("c@d.example", "e@f.example")
    assert (kept.sender, kept.subject) == ("a@b.example", "Betreff")
    assert (kept.text, kept.html) == ("Text", "<p>Text</p>")
    assert (kept.state, kept.due_at) == ("kept", None)
    assert kept.message_id != hidden.message_id


def test_a_subject_with_a_line_break_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="newline"):
        send(EmailMessage("Betreff\nBcc: x@y.example", "", "a@b.example", ["c@d.example"]))


def test_attachments_are_refused_rather_than_lost(db: None) -> None:
    message = EmailMessage("Betreff", "", "a@b.example", ["c@d.example"])
    message.attach("a.txt", "a")
    with pytest.raises(ValueError, match="attachments"):
        send(message)


def test_hostile_mails_are_shown_without_effect(client: Client, people: People) -> None:
    client.force_login(people("admin"))
    hostile = '"><script>alert(1)</script>'
    message = EmailMultiAlternatives(hostile, hostile, "a@b.example", ["c@d.example"])
    message.attach_alternative(hostile, "text/html")
    (kept,) = send(message)
    assert "<script>alert" not in client.get("/settings/outbox").content.decode()
    html = client.get(f"/settings/outbox/{kept.pk}").content.decode()
    assert "<script>alert" not in html
    assert "<iframe sandbox class=" in html


@pytest.mark.usefixtures("real")
def test_what_is_taken_back_leaves_no_mail(anna: Actor) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.invite_user(anna, email="nina@klientel.example", name="Nina", role="user")
        assert OutboxMail.objects.count() == 1
        raise ZeroDivisionError
    assert not OutboxMail.objects.exists()
    assert not User.objects.filter(email="nina@klientel.example").exists()


@pytest.mark.usefixtures("real")
def test_every_change_of_the_sign_in_leaves_its_mails_in_its_transaction(
    anna: Actor, people: People
) -> None:
    beat = people("user")
    actions.change_user(anna, beat, email="beat@other.example")
    credentials.change_password(anna, beat, GOOD)
    credentials.send_password_link(anna, beat)
    credentials.ask_for_address(anna, beat, "third@other.example")
    assert list(OutboxMail.objects.order_by("pk").values_list("recipient", flat=True)) == [
        "beat@klientel.example",
        "beat@other.example",
        "beat@klientel.example",
        "beat@klientel.example",
        "third@other.example",
    ]


def secret_of(mail: OutboxMail) -> str:
    found = re.search(r"kt_\S+", mail.text)
    assert found
    return found[0]


@pytest.mark.usefixtures("real")
def test_a_link_is_shown_only_as_long_as_it_is_usable(client: Client, people: People) -> None:
    client.force_login(people("admin"))
    credentials.send_password_link(SYSTEM, people("user"))
    mail = OutboxMail.objects.get()
    secret, page = secret_of(mail), f"/settings/outbox/{mail.pk}"
    assert secret in client.get(page).content.decode()
    delivery.sweep()
    assert secret in client.get(page).content.decode()
    credentials.use_password_link(secret, GOOD)
    html = client.get(page).content.decode()
    assert secret not in html
    assert "nicht mehr angezeigt" in html


@pytest.mark.usefixtures("real")
def test_the_sweep_erases_secrets_that_are_of_no_use_any_more(people: People) -> None:
    credentials.send_password_link(SYSTEM, people("user"))
    first = OutboxMail.objects.get()
    credentials.send_password_link(SYSTEM, people("user"))
    delivery.sweep()
    second = OutboxMail.objects.latest("pk")
    first.refresh_from_db()
    assert "kt_" not in first.text
    assert (first.has_secret, first.state) == (False, "kept")
    assert secret_of(second)


def test_what_waits_is_kept_when_the_mail_server_is_taken_away(
    settings: LazySettings, db: None
) -> None:
    settings.MAIL_SERVER = True
    (mail,) = send(EmailMessage("Betreff", "", "a@b.example", ["c@d.example"]))
    assert mail.state == "waiting"
    settings.MAIL_SERVER = False
    delivery.sweep()
    mail.refresh_from_db()
    assert mail.state == "kept"
