"""`./test [PART…]`: runs the parts asked for, or everything, and sums up."""

import argparse
import sys
import time

from . import plan
from .step import line


def main() -> int:
    listed = "\n".join(f"  {name:<8} {what}" for name, (_, what) in plan.PARTS.items())
    parser = argparse.ArgumentParser(
        prog="./test",
        description=f"Checks Klientel. Parts:\n\n{listed}\n\n"
        f"Without a part: {', '.join(plan.EVERYTHING)}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[*plan.PARTS, []])
    parts = parser.parse_args().parts or plan.EVERYTHING
    start = time.monotonic()
    results = plan.prepare(parts)
    results += [result for part in parts for result in plan.PARTS[part][0]()]
    failed = [result for result in results if not result.is_good]
    print(f"\n{'summary':-^72}")
    for result in results:
        print(line(result))
    verdict = f"{len(failed)} of {len(results)} steps failed" if failed else "all well"
    print(f"{verdict} in {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
