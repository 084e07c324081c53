"""Which parts there are, and which steps each takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from klientel.interfaces.cli.prepare import catalogues

from . import browser, frontend, lock, postgres, words
from .step import BIN, Missing, Result, Step, pytest, python, run, together

UNIT = ["klientel", "tests", "--ignore=tests/architecture", "--ignore=tests/e2e", "-n", "2"]
UNDER_TEST = {"DJANGO_SETTINGS_MODULE": "klientel.config.settings_test"}


def gate() -> list[Result]:
    """Longest first: two at a time, the short ones fill the gaps."""
    tools = {name: str(BIN / name) for name in ("ruff", "mypy", "lint-imports")}
    migrations = python("manage.py", "makemigrations", "--check", "--dry-run")
    return together(
        [
            Step("gate: types", [tools["mypy"]]),
            Step("gate: front end", work=frontend.check),
            Step("gate: architecture", pytest("tests/architecture")),
            Step("gate: imports", [tools["lint-imports"]]),
            Step("gate: migrations", migrations, environment=UNDER_TEST),
            Step("gate: style", [tools["ruff"], "check", "--quiet", "."]),
            Step("gate: format", [tools["ruff"], "format", "--check", "--quiet", "."]),
        ]
    )


def unit() -> list[Result]:
    return [run(Step("unit and views, SQLite", pytest(*UNIT), shown=True))]


def pg() -> list[Result]:
    name = "unit and views, PostgreSQL"
    try:
        with postgres.server() as address:
            environment = {"KLIENTEL_TEST_DATABASE": address}
            return [run(Step(name, pytest(*UNIT), environment=environment, shown=True))]
    except Missing as error:
        return [run(Step(name, work=_refusal(error)))]


def in_browser() -> list[Result]:
    name = "browser"
    try:
        environment = {"KLIENTEL_TEST_CHROMIUM": browser.chromium()}
    except Missing as error:
        return [run(Step(name, work=_refusal(error)))]
    command = pytest("tests/e2e", "-n", "2")
    return [run(Step(name, command, environment=environment, shown=True))]


def locks() -> list[Result]:
    return [run(Step("locks", work=lock.write))]


def in_words() -> list[Result]:
    return [run(Step("words", work=words.write, shown=True))]


def bench() -> list[Result]:
    return [run(Step("benchmarks", python("-m", "benchmarks"), shown=True))]


def _refusal(error: Missing) -> Callable[[], None]:
    def refuse() -> None:
        raise error

    return refuse


PARTS: dict[str, tuple[Callable[[], list[Result]], str]] = {
    "gate": (gate, "style, types, architecture and the front end's own checks"),
    "unit": (unit, "unit and view tests on SQLite"),
    "pg": (pg, "the same tests on PostgreSQL"),
    "browser": (in_browser, "browser tests in Chromium"),
    "lock": (locks, "write the lock files anew"),
    "words": (in_words, "bring the catalogues in line with the source"),
    "bench": (bench, "measure; figures for docs"),
}
EVERYTHING = ("gate", "unit", "pg", "browser")
NEED_PAGES = {"unit", "pg", "browser", "bench"}


def prepare(parts: Sequence[str]) -> list[Result]:
    """Languages and, for whoever renders a page, styles and scripts."""
    steps = [Step("languages", work=catalogues.compile_outdated)]
    if NEED_PAGES & set(parts):
        steps.append(Step("styles and scripts", work=frontend.build))
    return [run(step) for step in steps]
