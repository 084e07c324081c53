"""Telling people: mails, for now kept in the outbox where there is no mail server."""
