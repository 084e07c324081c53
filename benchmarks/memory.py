"""What the serving processes hold together: proportional set size, so shared pages count once."""

from __future__ import annotations

from pathlib import Path


def family(pid: int) -> list[int]:
    """A process and all below it."""
    below = [
        child
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in map(int, task.read_text().split())
    ]
    return [pid, *(found for child in below for found in family(child))]


def held(pid: int) -> float:
    """Mebibytes of a process and all below it."""
    total = 0
    for member in family(pid):
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024
