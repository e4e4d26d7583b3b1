"""Without network, and after a killed server: what was written waits, is kept, and goes out once."""

import os
import re
import shutil
import subprocess
import sys
import time
from urllib.request import urlopen

import psutil

from tests.journeys.helping import posts, until_true
from tests.site import Site


def test_written_without_network_posted_once_when_it_returns(person, thread):
    page = person("bruno", by_form=True)
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    until_true(page, "caches.match(location.origin + location.pathname, {ignoreVary: true}).then(Boolean)")
    page.context.set_offline(True)
    page.fill("#reply-source", "Écrit dans le train, sans réseau.")
    page.click("#reply-form .button--main")
    page.wait_for_selector("#outbox .outbox__row")
    assert "attente" in page.inner_text("#outbox")
    assert page.input_value("#reply-source") == ""
    page.reload()  # the service worker answers
    page.wait_for_selector("#outbox .outbox__row")
    page.context.set_offline(False)
    page.wait_for_selector("#post-2")
    page.wait_for_selector("#outbox", state="detached")
    page.reload()
    assert posts(page, "Écrit dans le train") == 1


def test_a_waiting_reply_can_be_changed_or_given_up(person, thread):
    page = person("bruno", by_form=True)
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    page.context.set_offline(True)
    page.fill("#reply-source", "Première idée.")
    page.click("#reply-form .button--main")
    page.click("#outbox button:has-text('Modifier')")
    assert page.input_value("#reply-source") == "Première idée."
    page.fill("#reply-source", "Seconde idée.")
    page.click("#reply-form .button--main")
    page.click("#outbox button:has-text('Ne pas envoyer')")
    assert page.locator("#outbox").count() == 0
    page.context.set_offline(False)
    page.wait_for_timeout(1000)
    page.reload()
    assert page.locator("#post-2").count() == 0


def test_a_question_written_without_network_goes_out_once(person):
    page = person("bruno", by_form=True)
    page.goto("/threads/new?space=bretagne")
    page.wait_for_selector(".tools:defined")
    title = f"Une question du hameau sans antenne {time.time_ns()}"
    page.context.set_offline(True)
    page.fill("[name=title]", title)
    page.fill("[name=source]", "Qui a déjà posé une antenne ?")
    page.click("main form .button--main")
    page.wait_for_selector("#outbox .outbox__row")
    page.context.set_offline(False)
    page.wait_for_selector("#outbox", state="detached")
    page.goto("/threads/?space=bretagne")
    assert page.locator("#list a", has_text=title).count() == 1


def test_what_is_refused_is_kept_with_the_reason(person, thread):
    page, keeper = person("bruno", by_form=True), person("mona", by_form=True)
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    page.context.set_offline(True)
    page.fill("#reply-source", "Trop tard, sans doute.")
    page.click("#reply-form .button--main")
    page.wait_for_selector("#outbox .outbox__row")
    item = re.search(r"/threads/(\d+)", thread).group(1)
    keeper.goto(thread)
    token = keeper.get_attribute("[name=csrf_token] >> nth=0", "value")
    keeper.evaluate(
        "([item, token]) => fetch(`/items/${item}/close`, {method: 'POST', body: new URLSearchParams({on: 1, csrf_token: token})})",
        [item, token],
    )
    page.context.set_offline(False)
    page.wait_for_selector(".outbox__row--refused")
    assert "fermée" in page.inner_text("#outbox") or "close" in page.inner_text("#outbox")
    assert "Trop tard, sans doute." in page.inner_text("#outbox")


def test_a_kept_page_is_read_without_network_until_signing_out(person, site):
    page = person("awa", by_form=True)
    page.goto("/documents/")
    page.click("#list h2 a >> nth=0")
    page.wait_for_selector("button.keep-offline:visible")
    title = page.inner_text("h1")
    page.click("button.keep-offline")
    page.wait_for_selector("button.keep-offline[aria-pressed=true]")
    address = page.url
    page.context.set_offline(True)
    page.goto(address)
    assert page.inner_text("h1") == title
    page.goto("/needs/")
    assert "réseau" in page.inner_text("h1")
    page.wait_for_selector("#kept-pages a")
    page.context.set_offline(False)
    page.goto("/")
    page.click(".site-acts__wide summary")
    page.click(".site-acts__wide form[action='/logout'] button")
    page.wait_for_selector("a[href^='/login']")
    kept = "caches.open('kept').then(cache => cache.keys()).then(all => all.length)"
    assert page.evaluate(kept) == page.evaluate(kept.replace("kept'", "read'")) == 0
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('writing:')).length") == 0


def test_a_draft_survives_a_killed_and_restarted_server(chromium, demonstration, tmp_path):
    made = Site(shutil.copytree(demonstration, tmp_path, dirs_exist_ok=True))
    try:
        context = chromium.new_context(base_url=made.base, locale="fr-FR")
        page = context.new_page()
        page.goto("/login")
        page.fill("[name=login]", "bruno")
        page.fill("[name=password]", "palabre-demo")
        page.click("main form button")
        page.goto("/threads/?space=bretagne")
        page.click("#list h2 a >> nth=0")
        page.wait_for_selector(".tools:defined")
        address = page.url
        page.locator("#reply-source").press_sequentially("Écrit pendant la panne.")
        page.wait_for_selector(".draft-mark:has-text('gardé')")
        for each in (*psutil.Process(made.process.pid).children(recursive=True), psutil.Process(made.process.pid)):
            each.kill()
        made.process.wait()
        page.click("#reply-form .button--main")
        page.wait_for_selector("#outbox .outbox__row")
        page.close()
        _again(made)
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector(".post .prose:has-text('Écrit pendant la panne.')", timeout=20_000)
        page.reload()
        assert posts(page, "Écrit pendant la panne.") == 1
        context.close()
    finally:
        made.end()


def _again(site: Site) -> None:
    """The same folder and port, after a kill."""
    site.process = subprocess.Popen(
        [sys.executable, "-m", "forum", "serve", "--port", str(site.port), "--workers", "1"],
        env={**os.environ, "FORUM_DATA_DIR": str(site.folder), "FORUM_BASE_URL": site.base},
        stdout=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urlopen(f"{site.base}/health"):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the site does not come back")
