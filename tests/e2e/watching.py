"""Listens to everything a browser complains about while a test runs."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response

# Chromium repeats every refused answer on its console; `Watcher` judges the answers themselves.
ECHO = "Failed to load resource: the server responded with a status of"
ABANDONED = ("htmx:sendAbort", "htmx:afterRequest")  # a newer press of the reader took its place
LEFT_BEHIND = "net::ERR_ABORTED"  # the reader went on before it came, or it became a download

IGNORED = (ECHO, *ABANDONED)


class Watcher:
    """What went wrong in a browser. Who provokes refusals names their codes in `expected`."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.expected: set[int] = set()

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"uncaught: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        context.on("dialog", self._dialog)

    def _note(self, text: str) -> None:
        self.complaints.append(text)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(IGNORED):
            self._note(f"console: {message.text} ({message.page.url if message.page else ''})")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            self._note(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self._note(f"{response.request.method} {response.url}: {response.status}")

    def _dialog(self, dialog: Dialog) -> None:
        self._note(f"a script opened a dialog: {dialog.message}")
        dialog.dismiss()
