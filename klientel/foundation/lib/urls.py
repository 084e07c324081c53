"""Web addresses a person may click: http and https, with a host, without a hidden login."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from .refusals import Refused

_MAX = 2000
_OTHER_SCHEME: Final = re.compile(r"[a-z][a-z0-9+-]*:(?!\d)", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])")
_NEVER: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"'`{}|^]|[\u2000-\u200f\u2028-\u202f\ufeff]")


def check(text: str) -> str:
    """`Example.com` → `https://example.com`; raises for javascript: and all that is no website."""
    text = text.strip()
    if not text or len(text) > _MAX or _NEVER.search(text):
        raise Refused("url")
    parts = _split(_with_scheme(text))
    if parts.scheme not in {"http", "https"}:
        raise Refused("url_scheme")
    host = (parts.hostname or "").rstrip(".")
    if parts.username is not None or len(host) > 253 or not _HOST.fullmatch(host):
        raise Refused("url")
    where = host if parts.port is None else f"{host}:{parts.port}"
    path = "" if parts.path == "/" and not parts.query and not parts.fragment else parts.path
    return SplitResult(parts.scheme, where, path, parts.query, parts.fragment).geturl()


def _with_scheme(text: str) -> str:
    if text.startswith("//"):
        return f"https:{text}"
    if "://" in text.partition("?")[0]:
        return text
    if _OTHER_SCHEME.match(text):
        raise Refused("url_scheme")
    return f"https://{text}"


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise Refused("url") from error
    return parts
