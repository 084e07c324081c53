"""`demo`: an invented company to look around in."""

from __future__ import annotations

import argparse
import sys

from klientel.interfaces.demo.build import build_demo
from klientel.interfaces.demo.people import DEMO_PEOPLE

NAME = "demo"
HELP = "Fill an installation without customers with an invented company and one user per role."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(_options: argparse.Namespace) -> int:
    if not build_demo():
        print("There are customers already; the demo is for empty installations.", file=sys.stderr)
        return 1
    for _name, email, role, _language, password in DEMO_PEOPLE:
        print(f"{email}\t{role}\t{password}")
    return 0
