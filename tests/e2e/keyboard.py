"""A person without a pointer: Tab, arrows, letters, Enter, Space and Escape, and nothing else."""

from __future__ import annotations

import re

from playwright.sync_api import FileChooser, FilePayload, Page, expect

from .hands import finding, settled
from .test_every_page import complaints

SEEN = """() => {
  const here = document.activeElement;
  const boxes = [here, here.parentElement, here.closest('label, fieldset, .input, .select')];
  return boxes.some((each) => {
    const style = each ? getComputedStyle(each) : null;
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  });
}"""
MOST = 30  # stops on the way to anything


def _asked(_chooser: FileChooser) -> None:
    """Whoever listens gets the question from the first press on: listening is begun beside it."""


class Keyboard:
    """What is reached by it must be seen on the way, and readable by everybody."""

    def __init__(self, page: Page, language: str = "en") -> None:
        page.on("filechooser", _asked)
        self.page = page
        self.language = language

    def open(self, address: str) -> None:
        """The first stop of every page leads past the bar to what the page is about."""
        self.page.goto(address)
        self.skip()

    def skip(self) -> None:
        self.press("Tab", "Enter")
        expect(self.page.locator("main")).to_be_focused()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """What came to the page with the focus listens a moment later."""
        settled(self.page)
        self.page.keyboard.type(text)

    def find(self, words: str) -> None:
        """Types what a search narrows its hits by."""
        with finding(self.page, words):
            self.type(words)

    def on(self) -> str:
        """The name of what has the focus, without a count at its end."""
        focused = self.page.locator(":focus")
        if not focused.count():
            return "nothing"
        line = focused.aria_snapshot().split("\n")[0]
        found = re.match(r'- \'?\w+ "(.*?)"(?: \[|:|\'|$)', line)
        name = found[1] if found else focused.get_attribute("aria-label") or focused.inner_text()
        name = " ".join(name.replace('\\"', '"').split())
        return re.sub(r"(?<=\D) ?\d+$", "", name)

    def is_seen(self) -> bool:
        """From the last thing of a dialog Tab leads to the browser's own, and from there back."""
        is_around = self.on() == "nothing" and self.page.locator("dialog:modal").count() == 1
        return is_around or bool(self.page.evaluate(SEEN))

    def to(self, name: str, most: int = MOST, key: str = "Tab") -> None:
        """On until the thing of this name has the focus; “…” stands for the rest of a name."""
        settled(self.page)
        begins = name.removesuffix("…") if name.endswith("…") else ""
        passed = []
        for _stop in range(most):
            self.press(key)
            passed.append(self.on())
            if passed[-1] == name or (begins and passed[-1].startswith(begins)):
                return
            assert self.is_seen(), f"the focus on the last of {passed} is not seen"
        raise AssertionError(f"{name!r} is not reached: {passed}")

    def do(self, name: str, most: int = MOST) -> None:
        self.to(name, most)
        self.press("Enter")

    def lead(self, name: str = "", key: str = "Enter", most: int = MOST) -> None:
        """To another page, which is there with its scripts afterwards."""
        if name:
            self.to(name, most)
        with self.page.expect_navigation():
            self.press(key)

    def fill(self, name: str, text: str, most: int = MOST) -> None:
        self.to(name, most)
        self.press("ControlOrMeta+a")
        self.type(text)

    def choose(self, name: str, file: FilePayload) -> None:
        self.to(name)
        with self.page.expect_file_chooser() as chooser:
            self.press("Space")
        chooser.value.set_files([file])

    def check(self) -> None:
        """As it stands now."""
        settled(self.page)
        found = complaints(self.page, self.language)
        assert not found, found
