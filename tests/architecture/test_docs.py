"""Links between documents lead somewhere."""

import re
from pathlib import Path

from tests.architecture import source

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def documents() -> list[Path]:
    return [*sorted(source.ROOT.glob("*.md")), *source.files("docs", suffix=".md")]


def anchors(path: Path) -> set[str]:
    titles = HEADING.findall(CODE_BLOCK.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def is_broken(path: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return False
    name, _, anchor = link.partition("#")
    target = (path.parent / name).resolve() if name else path
    if not target.exists():
        return True
    return bool(anchor) and target.suffix == ".md" and anchor not in anchors(target)


def test_links_in_documents_lead_somewhere() -> None:
    broken = [
        f"{source.place(path)} -> {link}"
        for path in documents()
        for link in LINK.findall(CODE.sub("", path.read_text(encoding="utf-8")))
        if is_broken(path, link)
    ]
    assert not broken
