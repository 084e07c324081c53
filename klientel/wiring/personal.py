"""The registry of personal columns: the lists of all packages."""

from klientel.domains.customers import personal as customers
from klientel.foundation.db import personal
from klientel.foundation.rest import personal as rest
from klientel.services.accounts import personal as accounts
from klientel.services.bulk import personal as bulk
from klientel.services.files import personal as files
from klientel.services.journal import personal as journal
from klientel.services.long_searches import personal as long_searches
from klientel.services.notifications import personal as notifications
from klientel.services.saved_views import personal as saved_views
from klientel.services.search import personal as search
from klientel.services.transfer import personal as transfer


def connect() -> None:
    personal.register(
        customers.COLUMNS,
        rest.COLUMNS,
        accounts.COLUMNS,
        bulk.COLUMNS,
        files.COLUMNS,
        journal.COLUMNS,
        long_searches.COLUMNS,
        notifications.COLUMNS,
        saved_views.COLUMNS,
        search.COLUMNS,
        transfer.COLUMNS,
    )
