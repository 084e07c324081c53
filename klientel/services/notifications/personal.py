"""What mails can say about people."""

from klientel.foundation.db.personal import About, Data, Erased, Personal, Purpose, Told

_MAIL = Personal(About.CONTACT, Data.WORDS, Purpose.WRITE, Told.MAIL, Erased.REMOVED)
COLUMNS = {
    "notifications.outboxmail.answer": _MAIL,
    "notifications.outboxmail.html": _MAIL,
    "notifications.outboxmail.recipient": _MAIL,
    "notifications.outboxmail.subject": _MAIL,
    "notifications.outboxmail.text": _MAIL,
}
