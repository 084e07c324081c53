"""Rows a second of `./run import`, on a generated file, into an installation of its own."""

from __future__ import annotations

import csv
import json
import statistics
from dataclasses import dataclass
from pathlib import Path

from . import words
from .installation import Installation


@dataclass(frozen=True)
class Figure:
    what: str
    a_second: float  # rows
    p50: float  # milliseconds a chunk held the write lock
    p95: float
    longest: float


def measure(installation: Installation, rows: int) -> list[Figure]:
    """New customers first, then the same file again."""
    path = installation.data / "import.csv"
    write(path, rows)
    installation.python("-m", "benchmarks.seed", "0")
    return [
        _figure(installation, path, rows=rows, expected="created"),
        _figure(installation, path, rows=rows, expected="same"),
    ]


def _figure(installation: Installation, path: Path, *, rows: int, expected: str) -> Figure:
    text = installation.python("-m", "benchmarks.watched", str(path))
    found = json.loads(text)
    if found[expected] != rows:
        raise SystemExit(f"The import says {text}")
    held = sorted(found["held"])
    p95 = held[min(len(held) - 1, int(len(held) * 0.95))]
    a_second = rows / float(found["seconds"])
    return Figure(expected, a_second, statistics.median(held), p95, held[-1])


def write(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(words.row(0)), delimiter=";")
        writer.writeheader()
        writer.writerows(words.row(number) for number in range(rows))
