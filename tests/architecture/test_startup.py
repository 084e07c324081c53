"""What workers do when they begin is known to the queue by the name of its function alone."""

from __future__ import annotations

import ast
from collections import Counter

from .source import files, tree


def test_no_two_of_them_have_the_same_name() -> None:
    names = Counter(
        each.name
        for path in files("klientel", suffix="tasks.py")
        for each in ast.walk(tree(path))
        if isinstance(each, ast.FunctionDef)
        if any("on_startup" in ast.dump(decorator) for decorator in each.decorator_list)
    )
    assert len(names) > 2
    assert set(names.values()) == {1}, names
