"""Attaching in a real browser: dropped, pasted, chosen, and without JavaScript."""

import base64
import re

import pytest
from playwright.sync_api import expect

from tests.files import made
from tests.journeys.test_accessibility import AXE

DROP = """([name, type, data, where, kind]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
  document.querySelector(where).dispatchEvent(event);
}"""

TOO_LARGE = """() => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(11e6)], "film.mp4", { type: "video/mp4" }));
  document.querySelector("#reply-source").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def _carry(page, kind: str, name: str, type: str, data: bytes, where: str = "#reply-source") -> None:
    page.evaluate(DROP, [name, type, base64.b64encode(data).decode(), where, kind])


def _thread(page) -> str:
    page.goto("/threads/")
    return page.get_attribute("main h2 a[href^='/threads/'], main h3 a[href^='/threads/']", "href")


def _chosen(name: str, type: str, data: bytes) -> dict:
    return {"name": name, "mimeType": type, "buffer": data}


def test_a_picture_is_dropped_described_and_shown_without_losing_the_text(person):
    page = person("bruno")
    page.goto(_thread(page))
    page.fill("#reply-source", "Voici le puits. ")
    _carry(page, "drop", "puits.jpg", "image/jpeg", made.photo(1400, 1000, orientation=6))
    line = page.locator("#reply [data-file]")
    line.wait_for()
    assert page.input_value("#reply-source") == "Voici le puits. "
    line.locator("[data-act=insert]").click()
    line.locator(".attached__alt").fill("Le puits du village")
    assert "![Le puits du village](file:" in page.input_value("#reply-source")
    page.click("#reply-form button.button--main")
    shown = page.locator(".prose img[alt='Le puits du village']").last
    shown.wait_for()
    shown.scroll_into_view_if_needed()
    assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
    assert (shown.get_attribute("width"), shown.get_attribute("height")) == ("1000", "1400")
    expect(page.locator("#reply-source")).to_have_value("")
    assert page.locator("#reply [data-file]").count() == 0


def test_beside_the_form_and_with_an_old_token_files_are_taken_all_the_same(person):
    page = person("samir")
    page.goto(_thread(page))
    page.wait_for_selector(".tools:defined")
    page.context.clear_cookies(name="palabre")  # the page stayed open overnight: only "stay signed in" is left
    _carry(page, "drop", "puits.jpg", "image/jpeg", made.photo(300, 200), where="h1")
    page.locator("#reply [data-file]").wait_for()
    page.context.clear_cookies()
    _carry(page, "drop", "autre.jpg", "image/jpeg", made.photo(310, 210))
    expect(page.locator("#reply .attach__said")).to_contain_text("Connectez-vous dans un autre onglet")
    assert page.locator("#reply [data-file]").count() == 1


def test_a_pasted_picture_stands_where_the_cursor_was(person):
    page = person("bruno")
    page.goto(_thread(page))
    page.fill("#reply-source", "Avant.")
    _carry(page, "paste", "image.png", "image/png", made.picture())
    page.locator("#reply [data-file]").wait_for()
    expect(page.locator("#reply-source")).to_have_value(re.compile(r"^Avant\.\n!\[\]\(file:\d+\)"))
    with page.expect_response("**/remove"):
        page.locator("#reply [data-file] [data-act=remove]").click()
    assert page.input_value("#reply-source").strip() == "Avant."
    page.reload()
    assert page.locator("#reply [data-file]").count() == 0


def test_a_refusal_is_said_beside_and_the_others_are_kept(person):
    page = person("bruno")
    page.goto(_thread(page))
    page.fill("#reply-source", "Trois fichiers.")
    files = [_chosen("devis.pdf", "application/pdf", made.PDF), _chosen("outil.exe", "application/x", b"MZ\0\0")]
    page.set_input_files("#reply input[type=file]", files)
    page.wait_for_selector("#reply .attached--refused")
    assert "outil.exe" in page.inner_text("#reply .attached--refused")
    page.evaluate(TOO_LARGE)  # said at once, without sending it
    expect(page.locator("#reply .attach__said")).to_contain_text("film.mp4")
    assert page.locator("#reply [data-file]").count() == 1
    page.click("#reply-form button.button--main")
    page.wait_for_selector(".documents >> text=devis.pdf")


def test_publishing_waits_for_a_file_on_its_way(person):
    page = person("bruno")
    page.goto(_thread(page))
    page.fill("#reply-source", "Le grand plan arrive avec ce message.")
    page.set_input_files("#reply input[type=file]", _chosen("grand-plan.jpg", "image/jpeg", made.photo(4000, 3000)))
    page.click("#reply-form button.button--main")
    page.wait_for_selector(".gallery img[alt*='grand-plan.jpg']")


def test_without_javascript_files_go_with_the_form(person):
    page = person("bruno", script=False)
    thread = _thread(page)
    page.goto(thread)
    page.fill("#reply-source", "Sans script.")
    files = [_chosen("champ.jpg", "image/jpeg", made.photo()), _chosen("outil.exe", "application/x", b"MZ\0\0")]
    page.set_input_files("#reply input[type=file]", files)
    page.click("#reply-form button.button--main")
    assert "outil.exe" in page.inner_text(".notice--error")
    assert page.input_value("#reply-source") == "Sans script."
    page.fill("#reply .attached__alt", "Le champ d'essai")
    page.click("#reply-form button.button--main")
    page.wait_for_selector('.gallery img[alt="Le champ d\'essai"]')


def test_saving_data_pictures_come_when_asked(person, site):
    page = person("bruno")
    thread = _thread(page)
    page.goto(thread)
    page.fill("#reply-source", "Une photo pour plus tard.")
    _carry(page, "drop", "tard.jpg", "image/jpeg", made.photo(500, 400))
    page.locator("#reply [data-file]").wait_for()
    page.click("#reply-form button.button--main")
    page.wait_for_selector(".gallery img[alt*='tard.jpg']")
    frugal = person(extra_http_headers={"Save-Data": "on"})
    frugal.goto(page.url)
    link = frugal.locator("a.picture-later", has_text="tard.jpg")
    assert frugal.locator(".gallery img").count() == 0
    link.click()
    frugal.wait_for_selector("img[src$='.webp']")


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_sticks_out(person, width):
    page = person("bruno", viewport={"width": width, "height": 800})
    page.goto(_thread(page))
    name = "un_nom_de_fichier_interminable_sans_espace_pour_voir_si_la_page_tient_le_coup.pdf"
    page.set_input_files("#reply input[type=file]", _chosen(name, "application/pdf", made.PDF))
    page.locator("#reply [data-file]").last.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_files_are(person, scheme):
    page = person("bruno", color_scheme=scheme)
    page.goto(_thread(page))
    files = [_chosen("a.jpg", "image/jpeg", made.photo()), _chosen("b.pdf", "application/pdf", made.PDF)]
    for last in (False, True):
        page.fill("#reply-source", "Des fichiers.")
        page.set_input_files("#reply input[type=file]", [*files, _chosen("c.exe", "x", b"MZ\0")] if last else files)
        page.locator("#reply [data-file]").nth(1).wait_for()
        if not last:
            page.click("#reply-form button.button--main")
            page.wait_for_selector(".documents")
            expect(page.locator("#reply-source")).to_have_value("")
    page.wait_for_selector(".attached--refused")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [f"{each['id']} {each['nodes'][0]['html'][:120]}" for each in found] == []
