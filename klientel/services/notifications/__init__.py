"""Telling people: mails, kept in the outbox and sent from there when there is a mail server."""
