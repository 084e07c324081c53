"""The queue keeps one start of each name: only `lib.jobs` makes any, and names them in full."""

from __future__ import annotations

from huey.contrib.djhuey import HUEY

from klientel.foundation.lib.jobs import at_start

from . import source


def test_tasks_are_made_by_jobs_alone() -> None:
    makers = {
        str(path.relative_to(source.PACKAGE))
        for path in source.files("klientel", suffix=".py")
        if not source.is_test(path)
        if any(name.startswith("huey") for name in source.imports(path).values())
    }
    assert makers == {"foundation/lib/jobs.py", "interfaces/cli/processes/jobs.py"}


def test_two_starts_of_one_name_are_both_kept() -> None:
    def begin() -> None:
        """Of this test."""

    def other() -> None:
        """Of somebody else, called the same."""

    other.__name__, other.__module__ = begin.__name__, "elsewhere"
    at_start(begin)
    at_start(other)
    own = f"{begin.__module__}.begin"
    try:
        assert (HUEY._startup[own], HUEY._startup["elsewhere.begin"]) == (begin, other)
    finally:
        for name in (own, "elsewhere.begin"):
            HUEY._startup.pop(name, None)
