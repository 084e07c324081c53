"""Who has something to say on the next page."""

from klientel.foundation.ui import toasts
from klientel.services.notifications import notices


def connect() -> None:
    toasts.register(notices.on_page)
