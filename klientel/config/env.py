"""Every setting an operator may give, read from the environment, typed, with a default that works.

A wrong value ends the start with one sentence that names the variable.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from urllib.parse import ParseResult, parse_qsl, unquote, urlparse
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
HOST = re.compile(r"([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


class WrongSetting(SystemExit):
    """Says which variable is wrong and what it should look like, then ends the program."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def integer(name: str, default: int, *, low: int, high: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise WrongSetting(name, f"must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def url(name: str, default: str, schemes: frozenset[str]) -> ParseResult:
    value = text(name, default)
    try:
        parsed = urlparse(value)
        _ = parsed.port
    except ValueError as error:
        raise WrongSetting(name, f"is not an address: {error}.") from error
    if parsed.scheme not in schemes:
        raise WrongSetting(name, f"must begin with one of {', '.join(sorted(schemes))}.")
    return parsed


def folder(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WrongSetting(name, f"the folder {path} cannot be used: {error.strerror}.") from error
    if not os.access(path, os.W_OK):
        raise WrongSetting(name, f"the folder {path} cannot be written.")
    return path


@dataclass(frozen=True)
class Env:
    """The environment, read once. Each property raises `WrongSetting` for a value it refuses."""

    @cached_property
    def data(self) -> Path:
        """Where the database, files, logs and the secret key live."""
        return folder("KLIENTEL_DATA", ROOT / "data")

    @cached_property
    def host(self) -> str:
        return text("KLIENTEL_HOST", "127.0.0.1")

    @cached_property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK

    @cached_property
    def port(self) -> int:
        return integer("KLIENTEL_PORT", 8000, low=1, high=65535)

    @cached_property
    def base_url(self) -> str:
        """The address people use; links in mails are built from nothing else."""
        default = f"http://localhost:{self.port}"
        parsed = url("KLIENTEL_BASE_URL", default, frozenset({"http", "https"}))
        if not HOST.fullmatch(parsed.netloc) or parsed.path.strip("/") or parsed.query:
            raise WrongSetting(
                "KLIENTEL_BASE_URL", "must be scheme and host only, as in https://crm.example."
            )
        return f"{parsed.scheme}://{parsed.netloc}"

    @cached_property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @cached_property
    def allowed_hosts(self) -> list[str]:
        """Without a configured address a server on the network answers under any name."""
        if not self.is_loopback and not text("KLIENTEL_BASE_URL"):
            return ["*"]
        return sorted({urlparse(self.base_url).hostname or "", *LOOPBACK} - {""})

    @cached_property
    def time_zone(self) -> str:
        name = text("KLIENTEL_TIME_ZONE", "Europe/Berlin")
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError) as error:
            raise WrongSetting("KLIENTEL_TIME_ZONE", f"there is no time zone {name!r}.") from error
        return name

    @cached_property
    def redis_url(self) -> str:
        if not text("KLIENTEL_REDIS_URL"):
            return ""
        return url("KLIENTEL_REDIS_URL", "", frozenset({"redis", "rediss", "unix"})).geturl()

    @cached_property
    def secret_key(self) -> str:
        """Given, read from a file, or made once and kept in the data folder."""
        if given := text("KLIENTEL_SECRET_KEY"):
            return _long_enough("KLIENTEL_SECRET_KEY", given)
        name = "KLIENTEL_SECRET_KEY_FILE"
        if path := text(name):
            try:
                return _long_enough(name, Path(path).read_text(encoding="utf-8").strip())
            except OSError as error:
                raise WrongSetting(name, f"{path} cannot be read: {error.strerror}.") from error
            except UnicodeDecodeError as error:
                raise WrongSetting(name, f"{path} holds no text.") from error
        return _kept_key(self.data / "secret-key")

    @cached_property
    def database(self) -> dict[str, object]:
        """Django's description of the database. The SQLite file lies in the data folder."""
        name = "KLIENTEL_DATABASE_URL"
        if not text(name):
            return sqlite(self.data / "klientel.sqlite3")
        parsed = url(name, "", frozenset({"postgresql", "postgres", "sqlite"}))
        if parsed.scheme == "sqlite":
            return sqlite(Path(unquote(parsed.path)))
        return postgres(parsed)

    @cached_property
    def email(self) -> dict[str, object]:
        """Where the outbox sends its mails; without an address they stay in it."""
        name = "KLIENTEL_EMAIL_URL"
        if not text(name):
            return {"MAIL_SERVER": False}
        parsed = url(name, "", frozenset({"smtp", "smtps"}))
        query = dict(parse_qsl(parsed.query))
        tls = query.get("tls", "").lower() in {"1", "true", "yes"}
        sender = unquote(query.get("from", "")) or unquote(parsed.username or "")
        if "@" not in sender:
            raise WrongSetting(name, "needs a sender, as in smtp://host:25?from=klientel@host.")
        return {
            "MAIL_SERVER": True,
            "EMAIL_HOST": parsed.hostname or "localhost",
            "EMAIL_PORT": parsed.port or (465 if parsed.scheme == "smtps" else 587 if tls else 25),
            "EMAIL_HOST_USER": unquote(parsed.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parsed.password or ""),
            "EMAIL_USE_SSL": parsed.scheme == "smtps",
            "EMAIL_USE_TLS": tls and parsed.scheme == "smtp",
            "EMAIL_TIMEOUT": 10,
            "DEFAULT_FROM_EMAIL": sender,
        }

    @cached_property
    def mail_days(self) -> int:
        """How long a mail stays readable after it was sent."""
        return integer("KLIENTEL_MAIL_DAYS", 90, low=1, high=36_500)

    @cached_property
    def upload_mb(self) -> int:
        """How large one file on a record may be, in megabytes."""
        return integer("KLIENTEL_UPLOAD_MB", 25, low=1, high=1000)


def sqlite(path: Path) -> dict[str, object]:
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=33554432; "
        "PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def postgres(parsed: ParseResult) -> dict[str, object]:
    options: dict[str, object] = dict(parse_qsl(parsed.query))
    if not parsed.path.strip("/"):
        raise WrongSetting("KLIENTEL_DATABASE_URL", "names no database after the host.")
    if unknown := options.keys() - _postgres_options():
        raise WrongSetting("KLIENTEL_DATABASE_URL", f"there is no option {min(unknown)!r}.")
    if not str(options.get("connect_timeout", "1")).isdecimal():
        raise WrongSetting("KLIENTEL_DATABASE_URL", "connect_timeout must be a number of seconds.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parsed.path.lstrip("/")),
        "USER": unquote(parsed.username or ""),
        "PASSWORD": unquote(parsed.password or ""),
        "HOST": unquote(parsed.hostname or ""),
        "PORT": str(parsed.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _postgres_options() -> set[str]:
    """Asked of the driver, which is loaded only where it is used."""
    pq = import_module("psycopg.pq")
    return {option.keyword.decode() for option in pq.Conninfo.get_defaults()}


def _long_enough(name: str, key: str) -> str:
    if len(key) < 32:
        raise WrongSetting(name, "must have at least 32 characters.")
    return key


def _kept_key(path: Path) -> str:
    """Several processes may start at once; the first to put its file there decides for all."""
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file, suppress(FileExistsError):
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.link(file.name, path)
    return path.read_text(encoding="utf-8").strip()


env = Env()
