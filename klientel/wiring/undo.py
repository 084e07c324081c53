"""Which domain walks back changes to its own tables."""

from klientel.domains.customers import display
from klientel.domains.customers import undo as customers
from klientel.services.files import undo as files
from klientel.services.journal import undo


def connect() -> None:
    undo.register(
        "customers",
        customers.walk_back,
        checker=customers.check_rights,
        label=display.label,
        question=customers.question,
    )
    undo.register("files", files.walk_back, checker=files.check_rights)
