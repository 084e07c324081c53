"""Demo data takes a while, so the first visit does not wait for it."""

from importlib import import_module

from klientel.foundation.lib.jobs import job


@job
def fill_with_demo_data() -> None:
    # Loaded only when asked for: the invented company is of no use to a real one.
    import_module("klientel.interfaces.demo.build").build_demo()
