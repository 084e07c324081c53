"""The one-time code that guards the first visit of an installation others can reach.

Whoever reads the terminal owns the machine. The code lies in the data folder, readable by its
owner alone, until the first administrator exists.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are taken for another
LENGTH = 12


def path() -> Path:
    return Path(settings.DATA) / "setup-code"


def current() -> str:
    """Made by whichever process asks first."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    try:
        handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path().read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w") as file:
        file.write(code)
    return code


def fits(given: str) -> bool:
    plain = given.upper().replace("-", "").replace(" ", "")
    return secrets.compare_digest(plain.encode(), current().encode())


def forget() -> None:
    path().unlink(missing_ok=True)


def others_may_come() -> bool:
    """By the settings: the server listens to others, or is known to them by an address."""
    name = urlsplit(settings.BASE_URL).hostname or ""
    return not (settings.IS_LOOPBACK and _is_here(name))


def is_needed(request: HttpRequest) -> bool:
    """Unless nobody else can be there, by the settings and by where the visitor comes from.

    A proxy's visitors seem to come from this machine too; its forwarding header gives it away.
    """
    if others_may_come():
        return True
    proxied = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For"))
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return proxied or not (_is_here(request.META.get("REMOTE_ADDR", "")) and _is_here(host))


def _is_here(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
