"""Measures what Klientel promises: `./test bench`, or `python -m benchmarks --help` for parts.

Each installation is made from nothing in a folder of its own, filled by calling the actions, and
measured from outside: over HTTP, by the command line, in a browser.
"""
