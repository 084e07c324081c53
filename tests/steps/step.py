"""One step: a name and commands; how it is run, shown and remembered."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv" / "bin"
SUMMARY = re.compile(r"=* ?(\d+ (?:passed|failed|error|deselected|warning|skipped).* in [\d.]+s)")
_printing = threading.Lock()


class Missing(Exception):
    """Something that this machine lacks, with the line that says how to get it."""


@dataclass(frozen=True)
class Step:
    name: str
    command: Sequence[str] = ()
    work: Callable[[], None] | None = None  # instead of a command; raises to fail
    environment: dict[str, str] = field(default_factory=dict)
    shown: bool = False  # its output appears while it runs


@dataclass(frozen=True)
class Result:
    name: str
    is_good: bool
    seconds: float
    note: str = ""


def python(*words: str) -> list[str]:
    return [str(BIN / "python"), *words]


def pytest(*words: str) -> list[str]:
    return python("-m", "pytest", *words)


def run(step: Step) -> Result:
    start = time.monotonic()
    output, is_good = _work(step) if step.work else _command(step)
    result = Result(step.name, is_good, time.monotonic() - start, _note(output))
    with _printing:
        if not is_good and not step.shown:
            print(output.rstrip(), flush=True)
        print(line(result), flush=True)
    return result


def together(steps: Sequence[Step], at_once: int = 2) -> list[Result]:
    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(run, steps))


def line(result: Result) -> str:
    state = "ok" if result.is_good else "FAILED"
    return f"{result.name:<28} {state:<7} {result.seconds:6.1f} s  {result.note}".rstrip()


def _note(output: str) -> str:
    found = SUMMARY.findall(output)
    return str(found[-1]) if found else ""


def _work(step: Step) -> tuple[str, bool]:
    assert step.work
    try:
        step.work()
    except (Missing, SystemExit, subprocess.CalledProcessError, OSError) as error:
        return str(error), False
    return "", True


def _command(step: Step) -> tuple[str, bool]:
    process = subprocess.Popen(
        step.command,
        cwd=ROOT,
        env=os.environ | step.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert process.stdout
    lines: list[str] = []
    for text in process.stdout:
        lines.append(text)
        if step.shown:
            sys.stdout.write(text)
            sys.stdout.flush()
    return "".join(lines), process.wait() == 0
