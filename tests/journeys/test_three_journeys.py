"""The main job of the product, in a real browser, with JavaScript and without."""

import time

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import link_in, publish

BOTH = pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])


@BOTH
def test_a_visitor_searches_with_mistakes_and_reaches_the_resource(person, script):
    page = person(script=script)
    page.goto("/")
    page.fill("main input[name=q]", "subvantion forage")
    page.click("main form[role=search] button")
    page.wait_for_selector("#results")
    page.click('#results aside a[href*="kind=resource"]')
    page.wait_for_selector('#found a[href^="/resources/"]')
    # Resources stood among the results before: a click between the two lists would lead nowhere.
    expect(page.locator('#found h2 a:not([href^="/resources/"])')).to_have_count(0)
    page.click('#found h2 a[href^="/resources/"] >> nth=0')
    page.wait_for_selector("dl")
    assert "/resources/" in page.url
    assert "eau" in page.inner_text("main").lower()


@BOTH
def test_a_member_asks_and_sees_the_answer_arrive(person, site, script):
    name = "avec" if script else "sans"
    asker, address = person(script=script), f"fanta-{name}@example.org"
    asker.goto("/signup")
    asker.fill("[name=name]", f"Fanta {name}")
    asker.fill("[name=email]", address)
    asker.fill("[name=password]", "une phrase bien à moi")
    asker.click("main form button")
    asker.wait_for_selector(f"text={address}")
    asker.goto(link_in(site.letter_to(address), "confirm"))
    asker.click("main form button")
    asker.wait_for_url("**/welcome")
    asker.goto("/threads/new?space=bretagne")
    asker.fill("[name=title]", f"Comment réparer la margelle ({name} script) ?")
    asker.fill("[name=source]", "La margelle du puits s’effondre après les pluies.")
    publish(asker)
    thread = asker.url
    helper = person("bruno", script=script)
    helper.goto(thread)
    helper.fill("#reply-source", f"Un coffrage en briques cuites a tenu cinq ans ({name}).")
    helper.click("#reply-form button.button--main")
    helper.wait_for_selector("#post-2")
    if not script:
        asker.reload()
    asker.wait_for_selector("#post-2", timeout=10_000)
    assert asker.url.split("#")[0] == thread.split("#")[0]
    asker.click('#post-2 form[action$="/answer"] button')
    asker.wait_for_selector(".post--answer#post-2")
    visitor = person(script=script)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        visitor.goto("/search?q=cofrage+brique+margelle")
        if f"{name} script" in visitor.inner_text("main"):
            break
        time.sleep(0.2)
    assert f"{name} script" in visitor.inner_text("main")


@BOTH
def test_a_moderator_verifies_a_resource_and_moves_a_thread(person, script):
    keeper = person("mona", script=script)
    keeper.goto("/moderation/?kind=resource")
    keeper.wait_for_selector("main .work__row, main [class*=work]")
    proposed = keeper.locator('main .work a[href^="/resources/"], main .work__row a[href^="/resources/"]').first
    address = proposed.get_attribute("href")
    keeper.goto(address)
    with keeper.expect_response(lambda answer: answer.request.method == "POST"):
        keeper.locator('main form[action*="verif"] button').first.click()
    keeper.wait_for_load_state()
    keeper.goto(address)
    assert "pas encore vérifiée" not in keeper.inner_text("main header, main").split("Discussion")[0][:400]
    keeper.goto("/threads/?space=bretagne")
    thread = keeper.locator('#list a[href^="/threads/"]').first.get_attribute("href")
    item = thread.split("/threads/")[1].split("-")[0]
    keeper.goto(f"/items/{item}/move")
    keeper.select_option("[name=space]", "national")
    keeper.click("main form button.button--main")
    keeper.wait_for_selector("#post-1")
    assert "Espace national" in keeper.inner_text("main header")
