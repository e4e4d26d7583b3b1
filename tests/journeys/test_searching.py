"""Searching in a real browser: endings while typing, what was searched before, facets in place, by the keyboard alone."""

import pytest

from tests.journeys.helping import until_true

ENDINGS = "[...document.querySelectorAll('#search-endings option')].map((each) => each.value)"


def test_words_are_ended_while_they_are_typed_and_the_last_ones_come_back(person):
    page = person()
    page.goto("/search")
    page.locator("#search-q").press_sequentially("subv", delay=30)
    until_true(page, f"{ENDINGS}.some((each) => each.startsWith('subvention'))")
    for words in ("pompe solaire", "bénévolat"):
        page.fill("#search-q", words)
        page.press("#search-q", "Enter")
        page.wait_for_url("**/search?q=*")
        page.wait_for_selector("#found")
    page.goto("/")
    page.focus("main input[name=q]")
    until_true(page, f"JSON.stringify({ENDINGS}) === JSON.stringify(['bénévolat', 'pompe solaire'])")


def test_a_facet_changes_the_results_in_place_and_the_way_back_works(person):
    page = person()
    page.goto("/search?q=forage")
    page.evaluate("window.same = true")
    before = page.inner_text("#results [role=status]")
    page.click('#facets a[href*="kind=resource"]')
    page.wait_for_url("**kind=resource*")
    until_true(page, "document.querySelector('form.search--large [name=kind]')?.value === 'resource'")
    assert page.evaluate("window.same") is True  # no page was loaded
    assert page.locator('#found a[href^="/threads/"]').count() == 0
    page.go_back()
    page.wait_for_url("**/search?q=forage")
    until_true(page, "!document.querySelector('form.search--large [name=kind]')")
    assert page.inner_text("#results [role=status]") == before


@pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])
def test_by_the_keyboard_alone(person, script):
    page = person(script=script)
    page.goto("/search")
    if script:
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.type") == "search"
    else:
        page.focus("#site-q")
    page.keyboard.type("phorage")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found")
    page.focus('#facets a[href*="kind=resource"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**kind=resource*")
    page.wait_for_selector("#facets a[aria-current=true][href]")
    if script:
        until_true(page, "document.activeElement.id === 'facet-kind-resource'")
