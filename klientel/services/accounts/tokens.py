"""How a token is made and recognised. Pure: no database."""

import hashlib
import re
import secrets

MARK = "kt_"
SHOWN = len(MARK) + 6
SECRET = re.compile(rf"{MARK}[A-Za-z0-9_-]{{43}}")


def new() -> str:
    """256 bits from the system's source of chance, behind a mark that secret scanners can find."""
    return MARK + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """A fast hash suffices: the secret is long and random."""
    return hashlib.sha256(secret.encode()).hexdigest()


def prefix(secret: str) -> str:
    """The start, by which its owner recognises a token in the list."""
    return secret[:SHOWN]


def find(text: str) -> set[str]:
    """The secrets that stand in a text."""
    return set(SECRET.findall(text))
