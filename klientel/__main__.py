"""`python -m klientel`, and the `klientel` command of an installed package."""

import sys

from klientel.interfaces.cli.dispatch import main

if __name__ == "__main__":
    sys.exit(main())
