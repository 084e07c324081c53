"""The front end's own checks, with the Node that also builds it."""

from klientel.interfaces.cli.prepare import frontend, node


def check() -> None:
    node.install_packages()
    node.npm("run", "--silent", "check")


def build() -> None:
    frontend.build()
