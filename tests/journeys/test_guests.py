"""Somebody without an account is invited by mail, answers, and is sent away again: in a real browser, both ways."""

import time

import pytest

from tests.journeys.conftest import link_in
from tests.journeys.test_accessibility import AXE

BOTH = pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])


@BOTH
def test_a_guest_is_invited_answers_and_is_sent_away(person, site, thread, script):
    address = f"claire-{time.time_ns()}@mairie.example.org"
    page = thread.split("#")[0].split("?")[0]
    awa = person("awa", script=script)
    awa.goto(page)
    awa.click('a[href$="/guests"]')
    awa.fill("[name=email]", address)
    awa.fill("[name=name]", "Claire")
    awa.fill("[name=greeting]", "Vous connaissez le règlement.")
    awa.click("main form .button--main")
    awa.wait_for_selector(".guests")
    assert "invitation envoyée" in awa.inner_text(".guests")

    letter = site.letter_to(address)
    assert "Awa" in letter
    assert "il ne se passe rien" in letter
    assert "La nôtre est cassée" in letter
    claire = person(script=script, viewport={"width": 360, "height": 740})
    claire.goto(link_in(letter, "guests/in"))
    assert claire.input_value("[name=name]") == "Claire"
    claire.fill("[name=name]", "Claire Morvan")
    claire.click("main form .button--main")
    claire.wait_for_selector("#reply-form")
    assert "sur invitation" in claire.inner_text("aside.with-aside__aside")
    claire.fill("#reply-source", "Ici la mairie : le règlement le permet.")
    claire.click("#reply-form .button--main")
    claire.wait_for_selector("#post-2")
    assert claire.evaluate("document.documentElement.scrollWidth") <= 360

    awa.goto(page)
    assert "le règlement le permet" in awa.inner_text("#post-2")
    assert "sur invitation" in awa.inner_text("#post-2 .post__who")
    awa.goto(f"{page.split('-')[0]}/guests")
    awa.click('form[action$="/withdraw"] button')
    awa.wait_for_selector('form[action$="/undo"]')

    claire.goto(page)
    assert claire.locator("#reply-form").count() == 0
    claire.goto("/guests/mine")
    assert "plus d’invitation" in claire.inner_text("main")


def test_axe_finds_nothing_on_the_pages_of_guests(person, site, thread):
    address = f"axel-{time.time_ns()}@mairie.example.org"
    awa = person("awa")
    awa.goto(f"{thread.split('#')[0].split('?')[0].split('-')[0]}/guests")
    awa.fill("[name=email]", address)
    awa.click("main form .button--main")
    awa.wait_for_selector(".guests")
    guest = person()
    pages = [awa]
    guest.goto(link_in(site.letter_to(address), "guests/in"))
    pages.append(guest)
    found = []
    for page in pages:
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [f"{each['id']} {each['nodes'][0]['html'][:120]}" for each in result["violations"]]
    assert found == []
