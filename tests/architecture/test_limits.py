"""Nothing grows beyond what a reader takes in at once. These numbers may only fall."""

from pathlib import Path

import pytest

from tests.architecture import source

PYTHON, TEST, FUNCTION, WIRING = 400, 600, 50, 150
OTHERS = {".html": 150, ".ts": 150, ".css": 250}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def limit(path: Path) -> int:
    if source.is_test(path):
        return TEST
    return WIRING if path.parent == source.PACKAGE / "wiring" else PYTHON


def test_python_files_stay_small() -> None:
    too_long = {
        source.place(path): count
        for path in source.python_files()
        if (count := lines(path)) > limit(path)
    }
    assert not too_long


def test_functions_stay_small() -> None:
    too_long = {
        f"{source.place(path, node)} {node.name}": count
        for path in source.python_files()
        for node in source.functions(path)
        if node.end_lineno and (count := node.end_lineno - node.lineno + 1) > FUNCTION
    }
    assert not too_long


@pytest.mark.parametrize("suffix", OTHERS)
def test_templates_styles_and_scripts_stay_small(suffix: str) -> None:
    found = [*source.files("klientel", "frontend", suffix=suffix)]
    too_long = {
        source.place(path): count
        for path in found
        if ".test." not in path.name and (count := lines(path)) > OTHERS[suffix]
    }
    assert not too_long
