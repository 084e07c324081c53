"""Rows a second of `./run import`, on a generated file, into an installation of its own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from . import words
from .installation import Installation


def measure(installation: Installation, rows: int) -> dict[str, float]:
    """New customers first, then the same file again."""
    path = installation.data / "import.csv"
    write(path, rows)
    installation.python("-m", "benchmarks.seed", "0")
    return {
        "new rows/s": _rate(installation, path, rows=rows, expected="created"),
        "same rows/s": _rate(installation, path, rows=rows, expected="same"),
    }


def _rate(installation: Installation, path: Path, *, rows: int, expected: str) -> float:
    text = installation.python("-m", "klientel", "import", "customers", str(path), "--json")
    found = json.loads(text)
    if found[expected] != rows:
        raise SystemExit(f"The import says {text}")
    return rows / float(found["seconds"])


def write(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(words.row(0)), delimiter=";")
        writer.writeheader()
        writer.writerows(words.row(number) for number in range(rows))
