"""Lock files pin by hash and name no place to fetch from."""

import re
from pathlib import Path

import pytest

from tests.architecture import source

PYTHON_LOCKS = sorted(source.ROOT.glob("requirements*.lock"))
NODE_LOCK = source.ROOT / "frontend" / "package-lock.json"


@pytest.mark.parametrize("path", PYTHON_LOCKS, ids=lambda path: path.name)
def test_python_locks_name_no_host_and_pin_every_package(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text)
    pinned = re.findall(r"^\S+==\S+", text, re.MULTILINE)
    assert pinned
    assert len(pinned) <= text.count("--hash=sha256:")


def test_the_node_lock_names_no_host() -> None:
    assert '"resolved"' not in NODE_LOCK.read_text(encoding="utf-8")
