"""What a browser fetches the first time someone opens the customer list."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import sync_playwright

from .installation import Server, Visitor


def measure(server: Server, visitor: Visitor) -> tuple[int, float]:
    """Requests, and kilobytes as transferred."""
    program = os.environ.get("KLIENTEL_CHROMIUM") or shutil.which("chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    name, _, value = visitor.cookie.partition("=")
    sizes: list[int] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        context = browser.new_context(locale="de-DE")
        address = f"http://127.0.0.1:{server.port}"
        context.add_cookies([{"name": name, "value": value, "url": address}])
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"]))
        )
        page.goto(f"{address}/customers", wait_until="networkidle")
        browser.close()
    return len(sizes), sum(sizes) / 1000
