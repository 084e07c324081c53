"""The web server: gunicorn on a socket already open, with the application already loaded."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import Application

from klientel.foundation.lib.depth import roomy

from .parent import end_with_parent


def listen(host: str, port: int) -> socket.socket:
    """Opened first, so that a second server on the same port is refused before anything is done."""
    name = host.strip("[]")
    family = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((name, port), family=family, backlog=512)


class Web(Application):  # type: ignore[misc]  # gunicorn comes without types
    """Takes its settings from `klientel.config.gunicorn` and tells `ready` once it answers."""

    def __init__(self, listener: socket.socket, ready: Callable[[], None]) -> None:
        self.listener = listener
        self.ready = ready
        super().__init__()

    def load_config(self) -> None:
        self.load_config_from_module_name_or_filename("python:klientel.config.gunicorn")
        self.cfg.set("bind", [f"fd://{self.listener.detach()}"])
        self.cfg.set("post_worker_init", lambda _worker: self.ready())

    def load(self) -> Any:  # gunicorn's own signature
        return roomy(get_wsgi_application())


def run(listener: socket.socket, ready: Callable[[], None]) -> None:
    os.register_at_fork(after_in_child=end_with_parent)
    Web(listener, ready).run()
