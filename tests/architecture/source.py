"""The source under examination: its files, their syntax trees, where a name comes from."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "klientel"
LAYERS = ("foundation", "services", "domains", "interfaces", "wiring", "config")
DOMAINS = (
    "customers",
    "equipment",
    "monitoring",
    "contracts",
    "tickets",
    "projects",
    "billing",
    "onboarding",
)
LEFT_OUT = {"node_modules", "dist", "migrations", "__pycache__", "coverage"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*folders: str, suffix: str) -> Iterator[Path]:
    for name in folders:
        for folder, folders_within, names in os.walk(ROOT / name):
            folders_within[:] = sorted(set(folders_within) - LEFT_OUT)
            yield from (Path(folder, name) for name in sorted(names) if name.endswith(suffix))


def python_files() -> list[Path]:
    return [*files("klientel", "tests", "benchmarks", suffix=".py"), ROOT / "conftest.py"]


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.expr | ast.stmt | None = None) -> str:
    where = str(path.relative_to(ROOT))
    return f"{where}:{node.lineno}" if node else where


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> dict[str, str]:
    """Each imported name of a file and the full name of what it stands for."""
    found: dict[str, str] = {}
    package = module(path) if path.name == "__init__.py" else module(path).rpartition(".")[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                found[name] = alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            origin = [*(above if node.level else []), *([node.module] if node.module else [])]
            for alias in node.names:
                found[alias.asname or alias.name] = ".".join([*origin, alias.name])
    return found
