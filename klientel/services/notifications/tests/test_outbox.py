"""Mails that stay in the database."""

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.test import Client

from klientel.services.accounts.models import User
from klientel.services.notifications.models import OutboxMail

BACKEND = "klientel.services.notifications.outbox.Backend"


def send(message: EmailMessage) -> OutboxMail:
    message.connection = get_connection(BACKEND)
    assert message.send() == 1
    return OutboxMail.objects.latest("pk")


def test_a_mail_is_kept_as_it_would_have_left(db: None) -> None:
    message = EmailMultiAlternatives(
        "Betreff", "Text", "a@b.example", ["c@d.example"], bcc=["e@f.example"]
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    kept = send(message)
    assert kept.recipients == "c@d.example, e@f.example"
    assert (kept.sender, kept.subject) == ("a@b.example", "Betreff")
    assert (kept.text, kept.html) == ("Text", "<p>Text</p>")


def test_a_subject_with_a_line_break_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="newline"):
        send(EmailMessage("Betreff\nBcc: x@y.example", "", "a@b.example", ["c@d.example"]))


def test_hostile_mails_are_shown_without_effect(client: Client, db: None) -> None:
    admin = User.objects.create(email="a@b.example", name="A", role="admin")
    client.force_login(admin)
    hostile = '"><script>alert(1)</script>'
    message = EmailMultiAlternatives(hostile, hostile, "a@b.example", ["c@d.example"])
    message.attach_alternative(hostile, "text/html")
    kept = send(message)
    assert "<script>alert" not in client.get("/settings/outbox").content.decode()
    html = client.get(f"/settings/outbox/{kept.pk}").content.decode()
    assert "<script>alert" not in html
    assert "<iframe sandbox class=" in html
