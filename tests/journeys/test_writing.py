"""Writing in a real browser: nothing typed is lost, nothing is sent twice, with and without network or JavaScript."""

import re

from tests.journeys.helping import posts, until_true


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
    assert posts(page, "Écrit avant de partir manger.") == 1


def test_an_expired_token_asks_once_more_without_javascript(person, thread):
    page = person("bruno", script=False)
    page.goto(thread)
    page.fill("#reply-source", "Page ouverte depuis hier.")
    page.context.clear_cookies(name="palabre")  # the browser was closed: only "stay signed in" is left
    page.click("#reply-form .button--main")
    page.click("main button:has-text('Envoyer')")
    page.wait_for_selector("#post-2")
    assert posts(page, "Page ouverte depuis hier.") == 1


def test_an_expired_token_is_renewed_in_an_open_page(person, thread):
    page = person("bruno")
    page.goto(thread)
    page.wait_for_selector(".tools:defined")
    page.fill("#reply-source", "Onglet rouvert par le téléphone.")
    page.context.clear_cookies(name="palabre")
    page.click("#reply-form .button--main")
    page.wait_for_selector("#post-2")
    assert posts(page, "Onglet rouvert") == 1


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
    until_true(page, "document.querySelector('#reply-source').value.includes('Quimper')")
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

    for data, kept in (
        ([["text/plain", "12 500"], ["text/html", "<table><tr><td>12 500</td></tr></table>"]], "12 500"),
        ([["text/plain", "Village\tPuits\nAven\t2\n"]], "| Village | Puits |\n| -- | -- |\n| Aven | 2 |\n\n"),
        ([["text/html", "<table><tr><td>a<br>b</td><td colspan=2>c|d</td></tr></table>"], ["text/plain", "a b\tc|d"]],
         "| a b | c\\|d |   |\n| -- | -- | -- |\n\n"),
    ):  # fmt: skip
        page.fill("#reply-source", "")
        page.evaluate(paste, ["", data])
        assert page.input_value("#reply-source") == kept


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
