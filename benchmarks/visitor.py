"""Prints a session cookie of a measuring person and some tokens, as JSON.

`python -m benchmarks.visitor EMAIL`
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klientel.config.settings")
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from klientel.services.accounts import actions, actors
from klientel.services.accounts.models import User

TOKENS = 9
user = User.objects.get(email=sys.argv[1])
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
# One for each client: a token may ask 600 times a minute.
tokens = [
    actions.create_token(actors.from_user(user), user, name=f"measure {number}")[1]
    for number in range(TOKENS)
]
cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
print(json.dumps({"Cookie": cookie, "tokens": tokens}))  # this module's result
