"""Two people in one thread: what one does, the other sees within three seconds, and nothing moves under them."""

import re
import time
from itertools import cycle

import pytest

LIMIT = 3.0  # seconds
HELPERS = cycle(("bruno", "corinne"))  # in turn: one person may write sixty messages a minute, and these tests are fast


@pytest.fixture
def thread(person):
    """A question of Awa's with enough answers of somebody's to scroll, and the page of that person."""
    asker, helper = person("awa"), person(next(HELPERS))
    asker.goto("/threads/new?space=bretagne")
    asker.fill("[name=title]", "Comment entretenir une pompe à main ?")
    asker.fill("[name=source]", "Elle grince depuis un mois.")
    asker.click("main form button.button--main")
    asker.wait_for_selector("#post-1")
    helper.goto(asker.url)
    for number in range(2, 9):
        _reply(helper, f"Piste numéro {number} : graisser les joints.\n\nPuis vérifier le clapet.")
        helper.wait_for_selector(f"#post-{number}")
    return asker, helper


def _reply(page, text: str) -> None:
    page.fill("#reply-source", text)
    page.click("#reply-form button.button--main")


def _seconds(page, selector: str) -> float:
    began = time.perf_counter()
    page.wait_for_selector(selector, timeout=10_000, state="attached")
    return time.perf_counter() - began


def _top(page, selector: str) -> float:
    return page.evaluate("selector => document.querySelector(selector).getBoundingClientRect().top", selector)


@pytest.mark.parametrize("who", ["awa", None], ids=["member", "visitor"])
def test_a_new_message_arrives_without_moving_what_is_read(thread, person, who):
    asker, helper = thread
    reader = asker if who else person(None)
    reader.goto(helper.url)
    reader.wait_for_selector("#post-8")
    reader.evaluate("document.querySelector('#post-3').scrollIntoView()")
    reader.wait_for_timeout(200)
    before = reader.evaluate("scrollY")
    _reply(helper, "Une nouvelle toute fraîche.")
    assert _seconds(reader, "#post-9") <= LIMIT
    assert reader.evaluate("scrollY") == before
    assert reader.inner_text("live-thread").strip() == "1 nouveau message"
    assert "8 réponses" in reader.inner_text("#item-replies")
    reader.click("live-thread a")
    reader.wait_for_timeout(1000)  # the page glides there
    assert _top(reader, "#post-9") < reader.evaluate("innerHeight")
    assert reader.is_hidden("live-thread")


def test_who_writes_at_the_end_keeps_focus_text_and_place(thread):
    asker, helper = thread
    asker.goto(helper.url)
    asker.fill("#reply-source", "Je suis en train d’éc")
    asker.focus("#reply-source")
    place = _top(asker, "#reply-source")
    _reply(helper, "Encore une piste.")
    assert _seconds(asker, "#post-9") <= LIMIT
    assert asker.evaluate("document.activeElement.id") == "reply-source"
    assert asker.input_value("#reply-source") == "Je suis en train d’éc"
    assert abs(_top(asker, "#reply-source") - place) < 2


def test_an_edit_a_reaction_and_the_answer_arrive(thread, person):
    asker, helper = thread
    visitor = person(None)
    visitor.goto(helper.url)
    helper.evaluate("document.querySelector('#post-2 details.menu').open = true")
    helper.click("#post-2 a[hx-get$='/edit']")
    helper.fill("#post-2 textarea", "Piste corrigée : changer le joint.")
    helper.click("#post-2 button.button--main")
    assert _seconds(visitor, "#post-2:has-text('Piste corrigée')") <= LIMIT
    asker.goto(helper.url)
    asker.click("#post-3 button[name=on] >> nth=0")
    assert _seconds(visitor, "#post-3 .reaction b") <= LIMIT
    asker.click("#post-2 form[action$='/answer'] button")
    assert _seconds(visitor, "#post-2.post--answer") <= LIMIT
    assert "résolue" in visitor.inner_text(".item-head__line")
    assert "Piste corrigée" in visitor.inner_text("#answer")
    helper.evaluate("document.querySelector('#post-4 details.menu').open = true")
    helper.click("#post-4 form[action$='/delete'] button")
    assert _seconds(visitor, "#post-4:has-text('retiré')") <= LIMIT


def test_a_message_in_use_waits_its_turn(thread):
    asker, helper = thread
    asker.goto(helper.url)
    asker.evaluate("document.querySelector('#post-2 details.menu').open = true")
    asker.focus("#post-2 details.menu summary")
    helper.evaluate("document.querySelector('#post-2 details.menu').open = true")
    helper.click("#post-2 a[hx-get$='/edit']")
    helper.fill("#post-2 textarea", "Texte changé pendant ce temps.")
    helper.click("#post-2 button.button--main")
    helper.wait_for_selector("#post-2:has-text('Texte changé')")
    asker.wait_for_timeout(3500)
    assert "Texte changé" not in asker.inner_text("#post-2")
    assert asker.evaluate("document.activeElement.closest('#post-2') !== null")
    asker.keyboard.press("Escape")
    asker.evaluate("document.activeElement.blur()")
    assert _seconds(asker, "#post-2:has-text('Texte changé')") <= 1


def test_the_head_follows_what_one_does_oneself(thread):
    asker, _helper = thread
    asker.reload()
    asker.click("#post-2 form[action$='/answer'] button")
    asker.wait_for_selector("#post-2.post--answer")
    assert "résolue" in asker.inner_text(".item-head__line")
    _reply(asker, "Merci à tous.")
    asker.wait_for_selector("#post-9")
    assert "8 réponses" in asker.inner_text("#item-replies")
    assert re.search(r"Suivi", asker.inner_text("#watch"))


def test_on_an_earlier_page_a_button_leads_to_what_is_new(thread, person):
    asker, helper = thread
    for number in range(9, 25):
        writer = (asker, helper)[number % 2]
        _reply(writer, f"Piste numéro {number}.")
        writer.wait_for_selector(f"#post-{number}")
    visitor = person(None)
    visitor.goto(helper.url.split("?")[0].split("#")[0])
    assert visitor.query_selector("#live") is None, "the first page of two"
    _reply(helper, "La dernière nouvelle.")
    assert _seconds(visitor, "live-thread a") <= LIMIT + 1
    visitor.click("live-thread a")
    visitor.wait_for_selector("#post-25")
