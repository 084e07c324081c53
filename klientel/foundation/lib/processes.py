"""Which process this is, and whether one that left its name behind still runs.

A name is only judged on the machine it was made on; elsewhere, and where the system does not tell,
nobody is called gone.
"""

from __future__ import annotations

import hashlib
import os
import platform
import uuid
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")


def name() -> str:
    """Of a piece of work of this process; at most 36 signs, another one every time."""
    begun = _begun(os.getpid())
    parts = [_machine(), f"{os.getpid():x}", f"{begun:x}"] if begun is not None else ["", "", ""]
    return ".".join([*parts, uuid.uuid4().hex[:8]])


def is_gone(found: str) -> bool:
    """Whether the process of this name has certainly ended."""
    parts = found.split(".")
    if len(parts) != 4 or not parts[0] or parts[0] != _machine():
        return False
    try:
        pid, begun = int(parts[1], 16), int(parts[2], 16)
    except ValueError:
        return False
    return _begun(pid) != begun


def _begun(pid: int) -> int | None:
    """When it was started, as the kernel counts: numbers of processes come again."""
    try:
        told = (_PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    fields = told.rpartition(")")[2].split()  # a name in parentheses may hold anything
    return None if fields[0] in ("Z", "X") else int(fields[19])


def _machine() -> str:
    """Since it was started; a container is one of its own."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii")
        space = (_PROC / "self/ns/pid").readlink()
    except OSError:
        return ""
    told = f"{boot} {space} {platform.node()}"
    return hashlib.sha256(told.encode()).hexdigest()[:8]
