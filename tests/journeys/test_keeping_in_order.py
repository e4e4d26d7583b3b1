"""Keepers put a discussion in order, in a real browser, with JavaScript and without."""

import re

import pytest

from tests.journeys.conftest import publish

BOTH = pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])


def _ask(page, title: str, replies: int) -> str:
    """A question with replies; its address."""
    page.goto("/threads/new?space=bretagne")
    page.fill("[name=title]", title)
    page.fill("[name=source]", "Nous avons deux questions en une.")
    publish(page)
    address = page.url.split("#")[0].split("?")[0]
    for number in range(replies):
        page.goto(address)
        page.fill("#reply-source", f"Message {number + 2} de la discussion.")
        page.click("#reply-form button.button--main")
        page.wait_for_selector(f"#post-{number + 2}")
    return address


@BOTH
def test_a_keeper_splits_a_discussion_and_takes_it_back(person, script):
    name = "avec" if script else "sans"
    awa, mona = person("awa", script=script), person("mona", script=script)
    address = _ask(awa, f"Deux sujets dans une question, {name} script", 3)
    mona.goto(address)
    mona.click(".item-head__acts .menu:not(.follow) summary")
    mona.click('.item-head__acts .menu a[href$="/selection"]')
    mona.check("#choose-3")
    mona.click("button[value=onward]")
    mona.wait_for_selector("#choose-4:checked")
    mona.fill("[name=title]", f"Le second sujet, {name} script")
    mona.click("button[value=split]")
    mona.wait_for_url("**-le-second-sujet-*")
    assert "Message 3 de la discussion." in mona.inner_text("#post-1")
    made = mona.url
    visitor = person(script=script)
    visitor.goto(f"{address}?post=4")
    assert re.search(r"le-second-sujet-.*\?post=2#post-2$", visitor.url)
    visitor.goto(address)
    assert "Le second sujet" in visitor.inner_text("#post-2 .mark")
    mona.click("#said form button")
    mona.wait_for_selector("#post-4")
    visitor.goto(made)
    assert visitor.url.startswith(address)
    assert visitor.locator("#post-4").count() == 1


@BOTH
def test_moving_to_a_closed_space_is_asked_about_on_the_same_page(person, site, script):
    mona = person("mona", script=script)
    slug = f"comite-{'avec' if script else 'sans'}"
    mona.goto("/spaces/new?parent=bretagne")
    mona.fill("[name=name]", slug)
    mona.select_option("[name=visibility]", "members")
    mona.click("main form button")
    mona.wait_for_url(f"**/spaces/{slug}")
    address = _ask(person("awa", script=script), f"À déplacer, {slug}", 1)
    mona.goto(address)
    mona.click(".item-head__acts .menu:not(.follow) summary")
    mona.click('.item-head__acts .menu a[href$="/move"]')
    mona.select_option('form[action$="/move"] select', slug)
    mona.click('form[action$="/move"] button.button--main')
    mona.wait_for_selector("#change")
    assert "Awa" in mona.inner_text("#change")
    mona.click("button.button--grave")
    mona.wait_for_selector("#said form button")
    assert person(script=script).goto(address).status == 404
    mona.click("#said form button")
    mona.wait_for_selector("#said >> text=Annulé")
    assert person(script=script).goto(address).status == 200


def test_the_form_of_questions_follows_the_space_that_is_chosen(person):
    mona, awa = person("mona"), person("awa")
    mona.goto("/spaces/bretagne/questions")
    mona.fill("#label-0", "Pays du projet")
    mona.check("#required-0")
    mona.click("main form button.button--main")
    mona.wait_for_url("**/threads/new?space=bretagne")
    awa.goto("/threads/new")
    awa.select_option("#space", "bretagne")
    awa.wait_for_selector("#ask-pays-du-projet")
    awa.fill("[name=title]", "Une question avec un pays")
    awa.fill("[name=source]", "Texte de la question.")
    awa.fill("#ask-pays-du-projet", "Bénin")
    awa.click("main form button.button--main")
    awa.wait_for_selector("#post-1 dl")
    assert "Bénin" in awa.inner_text("#post-1 dd")
    mona.goto("/spaces/bretagne/questions")
    mona.fill("#label-0", "")
    mona.click("main form button.button--main")
    mona.wait_for_url("**/threads/new?space=bretagne")
