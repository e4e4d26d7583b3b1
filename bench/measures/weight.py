"""What a browser transfers at the first and at the second visit of a thread page."""

from typing import Any

from playwright.sync_api import sync_playwright

from bench.report import Line

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def measure(port: int, facts: dict[str, Any]) -> list[Line]:
    """Bytes on the wire, headers included, as the browser's own protocol counts them."""
    address = f"http://127.0.0.1:{port}/threads/{facts['first']['id']}-{facts['first']['slug']}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = browser.new_context()
        first, requests = _transferred(context, address)
        again, _requests = _transferred(context, address)
        browser.close()
    return [
        Line(
            "first visit of a thread page", "≤ 60 kB", f"{first / 1000:.1f} kB in {requests} requests", first <= 60_000
        ),
        Line("repeat visit", "≤ 15 kB", f"{again / 1000:.1f} kB", again <= 15_000),
    ]


def _transferred(context: Any, address: str) -> tuple[int, int]:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto(address)
    page.wait_for_timeout(1500)  # less than the first look for news
    page.close()
    return sum(sizes), len(sizes)
