"""What may be imported where, beyond the contracts in pyproject.toml."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import source

BUSINESS = {"actions", "models", "policy"}
WEB = ("django.http", "django.shortcuts", "django.urls", "django.template", "django.views")
BARE = re.compile(r"#\s*(?:noqa|type: ignore)(?!:? ?\S*\s+#\s*\S)(?:.*)$")


def business_files() -> Iterator[Path]:
    for path in source.files("klientel/services", "klientel/domains", suffix=".py"):
        if not source.is_test(path) and BUSINESS & set(path.with_suffix("").parts):
            yield path


def test_actions_models_and_policy_know_nothing_of_the_web() -> None:
    """`reverse` for a row's own address is the one exception."""
    found = [
        f"{source.place(path)} imports {origin}"
        for path in business_files()
        for origin in source.imports(path).values()
        if origin.startswith(WEB) and origin != "django.urls.reverse"
    ]
    assert not found


def local_imports(path: Path) -> Iterator[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for function in source.functions(path):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and "#" not in lines[node.lineno - 1]:
                yield source.place(path, node)


def test_imports_stand_at_the_top() -> None:
    """Within a function only with its reason on the line: most often it is an upward wish."""
    assert not [found for path in source.python_files() for found in local_imports(path)]


def test_every_exception_from_a_rule_carries_its_reason() -> None:
    found = [
        f"{source.place(path)}:{number}"
        for path in source.python_files()
        if path.parent != Path(__file__).parent
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if BARE.search(line)
    ]
    assert not found
