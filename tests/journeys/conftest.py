"""A real site in a process tree of its own, with the demonstration data, and a real browser."""

import os
import re
import shutil
import time

import pytest
from playwright.sync_api import sync_playwright

from tests.site import Site

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WHOLE = "/usr/bin/chromium"
# The shell draws no window around a page, which is three quarters of what a page costs the whole browser.
SHELL = "/usr/bin/chromium-headless-shell"
PASSWORD = "palabre-demo"


@pytest.fixture(scope="session")
def site(tmp_path_factory, demonstration):
    """One site a session."""
    made = Site(shutil.copytree(demonstration, tmp_path_factory.mktemp("site"), dirs_exist_ok=True))
    yield made
    made.end()


@pytest.fixture(scope="session")
def launch():
    """`launch(path)`: a browser of Debian's."""
    with sync_playwright() as play:
        yield lambda path: play.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture(scope="session")
def chromium(launch):
    """The browser of most tests."""
    browser = launch(SHELL if os.path.exists(SHELL) else WHOLE)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def signed_in():
    """Who came in by the form -> the cookies that they were given."""
    return {}


@pytest.fixture
def person(chromium, site, signed_in):
    """`person("mona", script=False)`: a page in which somebody is signed in; None: a visitor.

    The first time by the form, then with the cookies that it gave; `by_form`: anew, and a page was seen before.
    """
    contexts = []

    def open_page(who: str | None = None, *, script: bool = True, by_form: bool = False, **options):
        context = chromium.new_context(
            java_script_enabled=script,
            base_url=site.base,
            locale="fr-FR",
            **{"viewport": {"width": 1280, "height": 900}, **options},
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if who in signed_in and not by_form:
            context.add_cookies(signed_in[who])
        elif who:
            page.goto("/login")
            page.fill("[name=login]", who)
            page.fill("[name=password]", PASSWORD)
            page.click("main form button")
            page.wait_for_url("**/")
            signed_in[who] = context.cookies()
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
