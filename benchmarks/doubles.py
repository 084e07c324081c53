"""How long the finder of duplicates takes over all customers, and over all contacts.

`python -m benchmarks.doubles --sizes 20000 100000`
"""

from __future__ import annotations

import argparse
import json

from .__main__ import made, say


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.doubles", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    for database in options.databases:
        for size in options.sizes:
            with made(database) as installation:
                installation.python("-m", "benchmarks.seed", str(size))
                found = json.loads(installation.python("-m", "benchmarks.finder"))
            say(f"{database}, {size} customers, {found['mebibytes']:.0f} MiB at most")
            for kind in ("customers", "contacts"):
                each = found[kind]
                stages = ", ".join(f"{name} {took:.1f}" for name, took in each["stages"].items())
                say(
                    f"  {kind:10}{each['seconds']:7.1f} s ({stages}),"
                    f" {each['processor']:.1f} s of a core,"
                    f" {each['pairs']} pairs in {each['groups']} groups"
                )


if __name__ == "__main__":
    main()
