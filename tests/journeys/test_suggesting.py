"""A change is proposed, reviewed, accepted by part, in a real browser, with and without JavaScript; two savers."""

import time

import html5lib
import pytest

from tests.journeys.test_accessibility import AXE, NEW_SINCE

SOURCE = "La pompe coûte 900 euros.\n\n## Les étapes\n\nIl faut une étude."


@pytest.fixture
def sheet(person):
    """The address of a new practice document of Awa's."""
    awa = person("awa", script=False)
    awa.goto("/documents/new?space=bretagne")
    awa.fill("[name=title]", f"Entretenir une pompe à main {time.time_ns()}")
    awa.fill("[name=source]", SOURCE)
    awa.click("main form button.button--main")
    awa.wait_for_selector("#post-1")
    return awa.url


@pytest.mark.parametrize("script", [True, False])
def test_proposed_reviewed_and_accepted_by_part(person, sheet, script):
    bruno = person("bruno", script=script)
    bruno.goto(sheet)
    bruno.click("a:has-text('Proposer une modification')")
    bruno.fill("[name=source]", SOURCE.replace("900", "1200").replace("une étude", "une étude du sol"))
    bruno.fill("[name=why]", "Les prix ont monté.")
    bruno.click("main form button.button--main")
    bruno.wait_for_selector(".change >> nth=1")
    bruno.fill("[name=text]", "Le devis date de cette année.")
    bruno.click("#talk button:has-text('Envoyer')")
    bruno.wait_for_selector("#talk .as-typed")
    address = bruno.url.split("#")[0]

    awa = person("awa", script=script)
    awa.goto(sheet)
    awa.click("a.chip:has-text('Propositions')")
    awa.click(".row__title a")
    awa.wait_for_selector("#talk .as-typed")
    assert awa.locator("del:has-text('900')").count() == 1
    awa.uncheck("#part-0")
    awa.click("button:has-text('Reprendre les passages choisis')")
    awa.wait_for_selector("#post-1")
    text = awa.inner_text("#post-1 .prose")
    assert "900 euros" in text and "étude du sol" in text
    bruno.goto(address)
    assert "passages repris : 1 sur 2" in bruno.inner_text("main").replace("\u202f", " ")


def test_two_savers_get_one_text_or_both_side_by_side(person, sheet):
    awa, mona = person("awa"), person("mona")
    for page in (awa, mona):
        page.goto(sheet)
        page.click("a:has-text('Modifier le texte')")
        page.wait_for_selector("[name=source]")
    awa.fill("[name=source]", SOURCE.replace("900", "1200"))
    awa.click("main form button.button--main")
    awa.wait_for_selector("#post-1")
    mona.fill("[name=source]", SOURCE.replace("900", "1100").replace("une étude", "une étude du sol"))
    mona.click("main form button.button--main")
    mona.wait_for_selector(".theirs")
    assert "1200" in mona.locator("#saved-version").input_value()
    assert "1100" in mona.input_value("[name=source]")
    mona.fill("[name=source]", SOURCE.replace("900", "1100 à 1200").replace("une étude", "une étude du sol"))
    mona.click("main form button.button--main")
    mona.wait_for_selector("#post-1")
    text = mona.inner_text("#post-1 .prose")
    assert "1100 à 1200" in text and "étude du sol" in text


def test_a_visitor_says_that_the_page_helped_without_leaving_it(person, sheet):
    visitor = person()
    visitor.goto(sheet)
    visitor.click("#helped a:has-text('Oui')")
    visitor.fill("#helped-text", "Le prix est le bon.")
    visitor.click("#helped button:has-text('Envoyer')")
    visitor.wait_for_selector("#helped:has-text('Merci')")
    assert visitor.url == sheet
    visitor.reload()
    visitor.wait_for_selector("#helped:has-text('1 personne')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_and_a_parser_find_nothing_on_the_pages_around_a_document(person, sheet, scheme):
    number = sheet.split("/documents/")[1].split("-")[0]
    bruno = person("bruno")
    bruno.goto(f"/documents/{number}/suggestions/new")
    bruno.fill("[name=source]", SOURCE.replace("900", "1200"))
    bruno.fill("[name=why]", "Les prix ont monté.")
    bruno.click("main form button.button--main")
    bruno.wait_for_selector("#talk")
    suggestion = bruno.url
    mona = person("mona", script=False)
    mona.goto(f"/items/{number}/messages/1/edit")
    mona.fill("[name=source]", SOURCE.replace("900", "1100"))
    mona.click("main form button.button--main")
    mona.wait_for_selector("#post-1")
    page, wrong = person("mona", color_scheme=scheme), []
    around = [f"/documents/{number}/{each}" for each in ("suggestions", "suggestions/new", "upkeep", "authors", "helped",
              "trials/new", "merge", "details", "passages", "passages/new")]  # fmt: skip
    history = f"/items/{number}/messages/1/history?version=2&with=1"
    for address in (
        sheet,
        suggestion,
        f"{suggestion}/text",
        "/documents/kept",
        "/documents/suggestions",
        history,
        *around,
    ):
        answer = page.goto(address)
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        wrong += [f"{address}: {each['id']} {each['nodes'][0]['html'][:160]}" for each in result["violations"]]
        parser = html5lib.HTMLParser()
        parser.parse(answer.text())
        wrong += [f"{address}: {code}" for _place, code, _data in parser.errors if code not in NEW_SINCE]
    assert wrong == [], "\n".join(wrong)
