"""Which domain walks back changes to its own tables."""

from klientel.domains.customers import display
from klientel.domains.customers import undo as customers
from klientel.services.customfields import undo as customfields
from klientel.services.files import undo as files
from klientel.services.journal import undo
from klientel.services.saved_views import undo as saved_views


def connect() -> None:
    undo.register(
        "customers",
        customers.walk_back,
        checker=customers.check_rights,
        label=display.label,
        question=customers.question,
    )
    undo.register("saved_views", saved_views.walk_back, checker=saved_views.check_rights)
    undo.register(
        "customfields",
        customfields.walk_back,
        checker=customfields.check_rights,
        label=customfields.label,
    )
    undo.register("files", files.walk_back, checker=files.check_rights)
