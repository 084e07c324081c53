"""The API: its parts, on one page."""

from django.urls import URLPattern

from klientel.domains.customers.api import bin as binned
from klientel.domains.customers.api import (
    bulk,
    categories,
    contacts,
    customers,
    doubles,
    files,
    merging,
    notes,
    person,
    pictures,
    seeing,
    subsidiaries,
    tags,
)
from klientel.foundation.rest.api import addresses, build
from klientel.services.accounts import actors
from klientel.services.accounts import api as accounts
from klientel.services.bulk import api as bulk_runs
from klientel.services.customfields import api as custom_fields
from klientel.services.journal import api as journal
from klientel.services.long_searches import api as long_searches
from klientel.services.saved_views import api as saved_views
from klientel.services.search import api as search
from klientel.services.transfer import api as transfer

PREFIX = "/api/v1/"
DESCRIPTION = """
Customers and contacts, teams of staff, imports, changes to many, and taking back what was done.

- Lists answer `{items, next_cursor}`; send the cursor with the same sort and filters for more.
- Changes answer the header `Klientel-Batch`: the key of what was written, for `batches/{id}/undo`.
- Whatever fails answers `application/problem+json`, in the language of `Accept-Language`,
  else of the token's owner.
- 600 requests a minute per token; then 429 with `Retry-After`.
"""

api = build(actors.from_bearer, title="Klientel", version="1", description=DESCRIPTION.strip())
api.add_router("customers", customers.router)
api.add_router("customers", bulk.of_customers)
api.add_router("contacts", bulk.of_contacts)
api.add_router("customers", subsidiaries.router)
api.add_router("customers", files.router)
api.add_router("contacts", contacts.router)
api.add_router("customers", notes.of_customers)
api.add_router("contacts", notes.of_contacts)
api.add_router("customers", pictures.of_customers)
api.add_router("contacts", pictures.of_contacts)
api.add_router("customers", seeing.customers)
api.add_router("contacts", seeing.contacts)
api.add_router("contacts", person.router)
api.add_router("customers", merging.customers)
api.add_router("contacts", merging.contacts)
api.add_router("duplicates", doubles.router)
api.add_router("categories", categories.router)
api.add_router("custom-fields", custom_fields.router)
api.add_router("tags", tags.router)
api.add_router("bin", binned.router)
api.add_router("search", search.router)
api.add_router("searches", long_searches.router)
api.add_router("views", saved_views.router)
api.add_router("staff-teams", accounts.router)
api.add_router("bulk", bulk_runs.router)
api.add_router("imports", transfer.router)
api.add_router("batches", journal.router)

app_name = "api"
urlpatterns: list[URLPattern] = addresses(api, PREFIX)
