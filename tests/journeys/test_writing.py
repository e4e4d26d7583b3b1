"""Writing in a real browser: nothing typed is lost, nothing is sent twice, with and without network or JavaScript."""

import os
import re
import subprocess
import sys
import time
from urllib.request import urlopen

import psutil
import pytest

from tests.journeys.conftest import Site


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


def _until(page, is_true: str) -> None:
    """Asked by the browser's own debugger: the policy of the page refuses a function made of a text."""
    until = time.monotonic() + 15
    while not page.evaluate(is_true):
        assert time.monotonic() < until, is_true
        time.sleep(0.1)


def _posts(page, words: str) -> int:
    return page.locator(".post .prose", has_text=words).count()


def test_a_reply_that_was_published_does_not_come_back(person, thread):
    page = person("bruno")
    page.goto(thread)
    page.locator("#reply-source").press_sequentially("Chez nous, une pompe de Mayotte.")
    page.click("#reply-form .button--main")
    page.wait_for_selector("#post-2")
    page.wait_for_timeout(2500)
    assert page.input_value("#reply-source") == ""
    assert page.locator(".draft-told").count() == 0
    page.reload()
    page.wait_for_timeout(800)
    assert page.input_value("#reply-source") == ""


def test_written_without_network_posted_once_when_it_returns(person, thread):
    page = person("bruno")
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    _until(page, "caches.match(location.origin + location.pathname, {ignoreVary: true}).then(Boolean)")
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
    assert _posts(page, "Écrit dans le train") == 1


def test_a_waiting_reply_can_be_changed_or_given_up(person, thread):
    page = person("bruno")
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
    page = person("bruno")
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
    page, keeper = person("bruno"), person("mona")
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


def test_a_draft_comes_back_after_a_closed_tab_and_on_another_device(person, thread):
    page = person("bruno")
    page.goto(thread)
    page.locator("#reply-source").press_sequentially("Commencé sur le téléphone")
    page.wait_for_selector(".draft-mark:has-text('gardé')", timeout=5000)
    tab = page.context.new_page()
    page.close()
    tab.goto(thread)
    tab.wait_for_selector(".draft-told")
    assert tab.input_value("#reply-source") == "Commencé sur le téléphone"
    other = person("bruno")
    other.goto(thread)
    other.wait_for_selector(".draft-told")
    assert other.input_value("#reply-source") == "Commencé sur le téléphone"
    assert "compte" in other.inner_text(".draft-told")
    plain = person("bruno", script=False)
    plain.goto(thread)
    assert plain.input_value("#reply-source") == "Commencé sur le téléphone"
    assert "compte" in plain.inner_text(".draft-told")


def test_a_new_question_comes_back_on_another_device(person):
    page = person("corinne")
    page.goto("/threads/new")
    page.locator("[name=title]").press_sequentially("Une question commencée")
    page.locator("[name=source]").press_sequentially("Son début.")
    page.wait_for_selector(".draft-mark:has-text('gardé')", timeout=5000)
    other = person("corinne")
    other.goto("/threads/new")
    other.wait_for_selector(".draft-told")
    assert other.input_value("[name=title]") == "Une question commencée"
    plain = person("corinne", script=False)
    plain.goto("/items/drafts")
    plain.click("a:has-text('Une question commencée')")
    assert plain.input_value("[name=source]") == "Son début."


def test_an_expired_session_keeps_the_text_without_javascript(person, thread):
    page = person("bruno", script=False)
    page.goto(thread)
    page.fill("#reply-source", "Écrit avant de partir manger.")
    page.context.clear_cookies()
    page.click("#reply-form .button--main")
    assert "Écrit avant de partir manger." in page.content()
    page.fill("main [name=login]", "bruno")
    page.fill("main [name=password]", "faux")
    page.click("main form:has([name=password]) button")
    page.fill("main [name=password]", "palabre-demo")
    page.fill("main [name=login]", "bruno")
    page.click("main form:has([name=password]) button")
    page.click("main button:has-text('Envoyer')")
    page.wait_for_selector("#post-2")
    assert _posts(page, "Écrit avant de partir manger.") == 1


def test_an_expired_token_asks_once_more_without_javascript(person, thread):
    page = person("bruno", script=False)
    page.goto(thread)
    page.fill("#reply-source", "Page ouverte depuis hier.")
    page.context.clear_cookies(name="palabre")  # the browser was closed: only "stay signed in" is left
    page.click("#reply-form .button--main")
    page.click("main button:has-text('Envoyer')")
    page.wait_for_selector("#post-2")
    assert _posts(page, "Page ouverte depuis hier.") == 1


def test_an_expired_token_is_renewed_in_an_open_page(person, thread):
    page = person("bruno")
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    page.fill("#reply-source", "Onglet rouvert par le téléphone.")
    page.context.clear_cookies(name="palabre")
    page.click("#reply-form .button--main")
    page.wait_for_selector("#post-2")
    assert _posts(page, "Onglet rouvert") == 1


def test_an_ended_session_keeps_the_text_in_an_open_page(person, thread):
    page = person("bruno")
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    page.fill("#reply-source", "Déconnecté entre-temps.")
    page.context.clear_cookies()
    page.click("#reply-form .button--main")
    page.wait_for_selector("#said .notice--error")
    assert page.input_value("#reply-source") == "Déconnecté entre-temps."


def test_a_selection_and_a_second_message_are_quoted(person, thread):
    bruno = person("bruno")
    bruno.goto(thread)
    bruno.fill("#reply-source", "Le joint se trouve à Quimper.")
    bruno.click("#reply-form .button--main")
    bruno.wait_for_selector("#post-2")
    page = person("mona")
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    page.locator("#post-1 .prose strong").dblclick()
    page.click(".quote-it")
    text = page.input_value("#reply-source")
    assert "> joint" in text
    assert "Le **joint** a lâché" not in text
    page.click("#post-2 [data-quote]")
    _until(page, "document.querySelector('#reply-source').value.includes('Quimper')")
    text = page.input_value("#reply-source")
    assert text.index("> joint") < text.index("> Le joint se trouve à Quimper.")
    assert "#post-1)" in text and "?post=2#post-2)" in text
    page.locator("#reply-source").press_sequentially("Merci à vous deux.")
    page.click("#reply-form .button--main")
    page.wait_for_selector("#post-3 blockquote >> nth=1")
    assert page.locator("#post-3 .prose a[href*='post=2']").count() == 1


def test_somebody_is_mentioned_and_something_cited_while_typing(person, thread):
    page = person("mona")
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    area = page.locator("#reply-source")
    area.press_sequentially("Bonjour @aw")
    page.wait_for_selector("[role=listbox] [role=option]")
    assert area.get_attribute("aria-expanded") == "true" or area.get_attribute("aria-controls")
    page.keyboard.press("Enter")
    assert page.input_value("#reply-source").startswith("Bonjour @awa")
    area.press_sequentially("voir #forag")
    page.wait_for_selector("[role=listbox] [role=option]")
    page.keyboard.press("Enter")
    assert re.search(r"voir #\d+", page.input_value("#reply-source"))
    page.click("button:has-text('Aperçu')")
    page.wait_for_selector("#preview .mention")
    page.wait_for_selector("#preview .reference")


def test_a_link_and_a_table_are_pasted_as_markdown(person, thread):
    page = person("mona")
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    paste = """([kind, data]) => {
        const all = new DataTransfer();
        for (const [type, text] of data) all.setData(type, text);
        document.querySelector('#reply-source').dispatchEvent(new ClipboardEvent('paste', {clipboardData: all, bubbles: true, cancelable: true}));
    }"""
    page.fill("#reply-source", "le guide")
    page.locator("#reply-source").select_text()
    page.evaluate(paste, ["", [["text/plain", "https://exemple.test/guide"]]])
    assert page.input_value("#reply-source") == "[le guide](https://exemple.test/guide)"
    page.fill("#reply-source", "")
    page.evaluate(
        paste,
        [
            "",
            [
                ["text/plain", "Village\tPuits\nAven\t2"],
                [
                    "text/html",
                    "<html><head><style>td { color: red }</style></head><body><table><tr><td>Village</td><td>Puits</td></tr><tr><td>Aven</td><td>2</td></tr></table>",
                ],
            ],
        ],
    )
    assert re.search(r"\| Village \| Puits \|\n\| -- \| -- \|\n\| Aven \| 2 \|", page.input_value("#reply-source"))


def test_the_whole_thread_page_with_the_keyboard_only(person, thread):
    page = person("bruno")
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "reply-source"
    page.keyboard.type("Au clavier")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")
    page.keyboard.press("ArrowRight")
    assert "Italique" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "reply-source"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#post-2")
    more = page.locator("#post-2 summary")
    more.focus()
    page.keyboard.press("Enter")
    page.locator("#post-2 .menu__panel a:has-text('Modifier')").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#post-2 textarea")
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement.matches('#post-2 textarea[name=source]')")
    page.keyboard.press("Control+End")
    page.keyboard.type(", et corrigé.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#post-2 .prose:has-text('et corrigé')")


def test_similar_publications_come_while_the_title_is_typed(person):
    page = person("awa")
    page.goto("/threads/new?space=bretagne")
    page.locator("[name=title]").press_sequentially("Comment financer un forage de village")
    page.wait_for_selector("#similar li a")
    kinds = page.locator("#similar .kind").all_inner_texts()
    assert len(set(kinds)) > 1


def test_a_kept_page_is_read_without_network_until_signing_out(person, site):
    page = person("awa")
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


def test_a_draft_survives_a_killed_and_restarted_server(chromium, tmp_path):
    made = Site(tmp_path)
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
        assert _posts(page, "Écrit pendant la panne.") == 1
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
