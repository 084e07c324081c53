"""`serve`: the web server and the job worker, until Ctrl-C."""

from __future__ import annotations

import argparse
import errno
import socket
import sys
from importlib import import_module

from django.conf import settings

from klientel.interfaces.cli.prepare import frontend
from klientel.interfaces.cli.processes import tree, web
from klientel.services.accounts import setup_code
from klientel.services.accounts.models import User

NAME = "serve"
HELP = "Start the web server and the job worker. Ctrl-C stops both."
EVERYWHERE = {"0.0.0.0", "::", "[::]"}  # noqa: S104  # WONTFIX: recognised here, never a default


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--host` and `--port` take effect before the settings are read, see `dispatch`."""
    parser.add_argument(
        "--host",
        metavar="ADDRESS",
        help="Listen on this address. The default, 127.0.0.1, is reached from this machine only.",
    )
    parser.add_argument("--port", help="Listen on this port. The default is 8000.")
    parser.add_argument(
        "--demo",
        action="store_true",
        help="Fill an empty installation with an invented company and one user per role.",
    )


def run(options: argparse.Namespace) -> int:
    _greet_redis()
    listener = _listen()
    frontend.build()
    if options.demo:
        # Loaded only when asked for: the invented company is of no use to a real one.
        import_module("klientel.interfaces.demo.build").build_demo()
    code = _code_of_the_first_visit()
    return tree.run(listener, lambda: _announce(code))


def _greet_redis() -> None:
    """Found out now, in one sentence, and not by every job and every sign-in."""
    url = settings.HUEY.get("url")
    if not url:
        return
    redis = import_module("redis")
    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        raise SystemExit(f"KLIENTEL_REDIS_URL: Redis does not answer: {error}") from error


def _listen() -> socket.socket:
    host, port = settings.HOST, settings.PORT
    try:
        return web.listen(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else port - 1
            why = f"it is in use. Another one: ./run serve --port {other}"
        else:
            why = error.strerror or str(error)
        raise SystemExit(f"Klientel cannot listen on {host}, port {port}: {why}") from error


def _code_of_the_first_visit() -> str:
    """Needed where others can reach the page that makes the first administrator."""
    is_open = setup_code.others_may_come() and not User.objects.exists()
    return setup_code.current() if is_open else ""


def _announce(code: str) -> None:
    host = "localhost" if settings.IS_LOOPBACK or settings.HOST in EVERYWHERE else settings.HOST
    if code:
        print(f"The one-time code for the first visit: {code}", file=sys.stderr, flush=True)
    # After the code: who waits for the address has all that is needed for the first visit.
    print(f"http://{host}:{settings.PORT}", flush=True)
    print("Klientel is running. Ctrl-C stops it.", file=sys.stderr, flush=True)
