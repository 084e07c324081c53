"""Builds of styles and scripts, one after the other, beside servers that show an older one."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from klientel.foundation.ui import built
from klientel.foundation.ui.templatetags import ui
from klientel.interfaces.cli.prepare import frontend, marks, node

REPOSITORY = marks.ROOT
SERVER = """
import sys
from pathlib import Path
from klientel.foundation.ui import built
built.DIST = Path(sys.argv[1])
print(built.folder(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What the build of these tests is made from; its result holds the same."""
    file = tmp_path / "frontend" / "app.ts"
    file.parent.mkdir()
    file.write_text("one")

    def npm(*arguments: str) -> None:
        assert arguments == ("run", "build")
        part = built.DIST / built.PART
        part.mkdir(parents=True)
        (part / "app.js").write_text(file.read_text())

    monkeypatch.setattr(marks, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "SOURCES", file.parent)
    monkeypatch.setattr(frontend, "VENV", tmp_path)
    monkeypatch.setattr(built, "DIST", tmp_path / "dist")
    monkeypatch.setattr(node, "install_packages", lambda: None)
    monkeypatch.setattr(node, "npm", npm)
    _forget()
    yield file
    _forget()


def _forget() -> None:
    """As a new process knows nothing."""
    built.folder.cache_clear()
    ui._address.cache_clear()


class Servers:
    """Processes that show what was newest when they began."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[str]] = []

    def start(self) -> str:
        """Says which build it shows."""
        command = [sys.executable, "-c", SERVER, str(built.DIST)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY)
        self._processes.append(process)
        assert process.stdout
        return process.stdout.readline().strip()

    def stop(self) -> None:
        while self._processes:
            self._processes.pop().communicate()


@pytest.fixture
def servers() -> Iterator[Servers]:
    found = Servers()
    yield found
    found.stop()


def builds() -> set[str]:
    return {path.name for path in built.DIST.iterdir() if path.is_dir()}


def test_a_build_gets_a_folder_of_its_own_and_is_made_once(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frontend.build()
    assert frontend.is_current()
    assert builds() == {built.newest()}
    assert (built.DIST / built.newest() / "app.js").read_text() == "one"
    monkeypatch.setattr(node, "npm", lambda *_: pytest.fail("built again"))
    frontend.build()


def test_a_new_build_leaves_the_files_that_a_server_shows(source: Path, servers: Servers) -> None:
    frontend.build()
    shown = servers.start()
    for content in ("two", "three"):
        source.write_text(content)
        frontend.build()
        assert (built.DIST / shown / "app.js").read_text() == "one"
        assert (built.DIST / built.newest() / "app.js").read_text() == content
    assert builds() == {shown, built.newest()}, "the one in between was shown by nobody"


def test_what_nobody_shows_any_more_goes_with_the_next_build(
    source: Path, servers: Servers
) -> None:
    frontend.build()
    shown = servers.start()
    servers.stop()
    source.write_text("two")
    frontend.build()
    assert shown not in builds()


def test_a_process_names_the_build_it_began_with(source: Path) -> None:
    frontend.build()
    began = ui.asset("app.js")
    assert built.newest() in began
    source.write_text("two")
    frontend.build()
    assert ui.asset("app.js") == began
    assert ui.icon("plus").count(began.replace("app.js", "icons.svg")) == 1
    _forget()
    assert ui.asset("app.js") != began


def test_before_the_first_build_a_page_shows_without_style(source: Path) -> None:
    built.DIST.mkdir()
    assert ui.asset("app.css") == "/static/ui/dist/app.css"


def test_a_broken_build_changes_nothing(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frontend.build()
    before = built.newest()
    source.write_text("two")

    def fail(*_arguments: str) -> None:
        raise subprocess.CalledProcessError(1, "npm")

    monkeypatch.setattr(node, "npm", fail)
    with pytest.raises(SystemExit):
        frontend.build()
    assert built.newest() == before
    assert builds() == {before}
