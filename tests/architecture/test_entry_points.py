"""Views, API, forms, panels and interfaces: what they read and what they ask of their caller."""

import ast
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from klientel.foundation.access import PUBLIC, SIGNED_IN
from klientel.wiring.roles import ROLES
from tests.architecture import source

ENTRY_POINTS = {"views", "api", "forms", "tables", "panels", "filters", "pages"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
NOT_DOMAINS = ("klientel.services.", "klientel.foundation.", "django.", "allauth.")
GUARDED_BY_THEMSELVES = ("allauth.", "ninja.")  # checked in the matrix and by operation, below
Endpoint = tuple[str, Callable[..., Any]]


def entry_point_files() -> Iterator[Path]:
    for path in source.files("klientel/domains", "klientel/interfaces", suffix=".py"):
        parts = path.relative_to(source.PACKAGE).with_suffix("").parts
        if not source.is_test(path) and (parts[0] == "interfaces" or set(parts) & ENTRY_POINTS):
            yield path


def root_name(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def unguarded_reads(path: Path) -> Iterator[str]:
    tree = source.tree(path)
    origins = source.imports(path)
    followed = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr not in MANAGERS or node in followed:
            continue
        if not origins.get(root_name(node), "").startswith(NOT_DOMAINS):
            yield source.place(path, node)


def test_entry_points_read_only_what_the_actor_may_see() -> None:
    """After `.objects` an entry point says `visible_to`, and nothing else."""
    assert not [read for path in entry_point_files() for read in unguarded_reads(path)]


def pages(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[Endpoint]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback
        else:
            yield from pages(pattern.url_patterns, prefix + str(pattern.pattern))


def operations() -> Iterator[Endpoint]:
    if not find_spec("klientel.wiring.api"):
        return
    api = import_module("klientel.wiring.api").api
    assert api.urls
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                yield f"{operation.methods} {prefix}{path}", operation.view_func


def endpoints() -> list[Endpoint]:
    own = [
        (url, view)
        for url, view in pages(get_resolver().url_patterns)
        if not view.__module__.startswith(GUARDED_BY_THEMSELVES)
    ]
    return [*own, *operations()]


def test_every_view_and_operation_declares_its_permission() -> None:
    assert not [url for url, view in endpoints() if not hasattr(view, "required_permission")]


def permissions() -> set[str]:
    found: set[str] = set()
    for config in apps.get_app_configs():
        name = f"{config.name}.permissions"
        if config.name.startswith("klientel.") and find_spec(name):
            found.update(import_module(name).PERMISSIONS)
    return found


def test_permissions_asked_for_exist() -> None:
    known = {PUBLIC, SIGNED_IN, *permissions()}
    asked = {getattr(view, "required_permission", PUBLIC): url for url, view in endpoints()}
    assert not {code: url for code, url in asked.items() if code not in known}


def test_roles_carry_permissions_that_exist_and_an_admin_has_all() -> None:
    granted = set().union(*ROLES.values())
    assert granted == permissions()
    assert ROLES["admin"] == granted
