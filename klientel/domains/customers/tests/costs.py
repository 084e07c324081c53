"""How many queries a page takes, held against what was recorded; UPDATE_QUERY_COUNTS=1 records."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

COUNTS = Path(__file__).parent / "query_counts.json"


def counted(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def costs_as_recorded(name: str, one: int, many: int) -> None:
    """With one row and with twenty-five."""
    found = {"1": one, "25": many}
    known = json.loads(COUNTS.read_text()) if COUNTS.exists() else {}
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        COUNTS.write_text(json.dumps({**known, name: found}, indent=2, sort_keys=True) + "\n")
        return
    assert found == known[name]
    assert one == many
