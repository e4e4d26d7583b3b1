"""A real site in a process tree of its own, with the demonstration data, and a real browser."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "palabre-demo"


class Site:
    """A running `forum serve --demo`."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder, self.base = folder, f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "forum", "serve", "--demo", "--port", str(self.port), "--workers", "1"],
            env={
                **os.environ,
                "FORUM_DATA_DIR": str(folder),
                "FORUM_BASE_URL": self.base,
                "FORUM_PATIENCE": "20",
                "FORUM_CHECK_LINKS": "off",
            },
            stdout=subprocess.DEVNULL,
        )
        until, before = time.monotonic() + 90, 0
        while time.monotonic() < until:
            total = self._found()
            if total > 150 and total == before:  # the demonstration is indexed, to its end
                return
            before = total
            time.sleep(0.5)
        raise TimeoutError("the site does not answer")

    def _found(self) -> int:
        """How many publications a search for nothing in particular finds."""
        try:
            with urlopen(f"{self.base}/api/v1/search?q=") as answer:
                return int(json.load(answer)["total"])
        except OSError:
            return 0

    def letter_to(self, address: str) -> str:
        """The text of the last letter to somebody, once it left."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for path in sorted((self.folder / "mail").glob("*.eml"), key=lambda p: p.stat().st_mtime, reverse=True):
                message = message_from_bytes(path.read_bytes(), policy=policy.default)
                if message["To"] == address:
                    return message.get_body(("plain",)).get_content()
            time.sleep(0.2)
        raise TimeoutError(f"no letter to {address}")

    def end(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """One site a session."""
    made = Site(tmp_path_factory.mktemp("site"))
    yield made
    made.end()


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def person(chromium, site):
    """`person("mona", script=False)`: a page in which somebody is signed in; None: a visitor."""
    contexts = []

    def open_page(who: str | None = None, *, script: bool = True, **options):
        context = chromium.new_context(
            java_script_enabled=script,
            base_url=site.base,
            locale="fr-FR",
            **{"viewport": {"width": 1280, "height": 900}, **options},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if who:
            page.goto("/login")
            page.fill("[name=login]", who)
            page.fill("[name=password]", PASSWORD)
            page.click("main form button")
        return page

    yield open_page
    for context in contexts:
        context.close()


def publish(page) -> None:
    """Send the form of a new question; without scripts, once more when others that resemble it are shown first."""
    page.click("main form button.button--main")
    page.wait_for_selector("#post-1, [name=seen]", state="attached")
    if page.locator("[name=seen]").count():
        page.click("main form button.button--main")
        page.wait_for_selector("#post-1")


def link_in(text: str, kind: str) -> str:
    """The path of a link of this kind in a letter."""
    return re.search(rf"/{kind}/\S+", text).group(0)


@pytest.fixture
def thread(person):
    """The address of a new question of Awa's."""
    awa = person("awa")
    awa.goto("/threads/new?space=bretagne")
    awa.fill("[name=title]", f"Où trouver une pompe à main ? {time.time_ns()}")
    awa.fill("[name=source]", "La nôtre est cassée. Le **joint** a lâché après trois ans.")
    awa.click("main form button.button--main")
    awa.wait_for_selector("#post-1")
    return awa.url
