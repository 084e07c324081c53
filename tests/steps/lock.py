"""Writes the lock files anew. None of them names the place packages come from."""

from __future__ import annotations

import subprocess

from .step import ROOT, Missing, python

OPTIONS = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--upgrade",
    "--quiet",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
]
LOCKS = {
    "requirements.lock": ["pyproject.toml"],
    "requirements-test.lock": ["pyproject.toml", "--group", "test"],
    "requirements-node.lock": ["--group", "node"],
    "requirements-build.lock": ["-"],
}
BUILD = "hatchling\neditables\n"


def write() -> None:
    """uv resolves; it is a tool of whoever updates the locks and no package of Klientel."""
    installed = python("-m", "pip", "--disable-pip-version-check", "-q", "install", "uv")
    subprocess.run(installed, check=True)
    for name, sources in LOCKS.items():
        command = python("-m", "uv", "pip", "compile", *sources, *OPTIONS, "-o", name)
        text = BUILD if sources == ["-"] else None
        done = subprocess.run(
            command, cwd=ROOT, input=text, text=True, capture_output=True, check=False
        )
        if done.returncode:
            raise Missing(f"{name} could not be resolved: {done.stderr.strip()}")
