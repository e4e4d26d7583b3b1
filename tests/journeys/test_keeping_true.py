"""A reader says that something changed; a curator settles it; a page is said to be still right: with and without script."""

import json
from urllib.request import urlopen

import pytest

from tests.journeys.test_accessibility import AXE


@pytest.mark.parametrize("script", [False, True])
def test_a_reader_says_that_something_changed_and_a_curator_settles_it(person, script):
    reader = person(None, script=script)
    reader.goto("/resources/")
    reader.locator(".rows .row__title a").first.click()
    title = reader.locator("h1").inner_text()
    reader.get_by_role("link", name="Quelque chose a changé").click()
    reader.get_by_label("Dates ou échéance").check()
    words = f"La date limite est le 15 mars ({script})."
    reader.get_by_label("En une phrase").fill(words)
    reader.get_by_role("button", name="Envoyer").click()
    assert reader.locator("h1").inner_text() == "Merci"

    keeper = person("corinne", script=script)
    keeper.goto("/moderation/?kind=signal")
    row = keeper.locator(".work__row", has_text=words)
    assert title in row.inner_text()
    row.get_by_role("button", name="Toujours exacte").click()
    if script:
        keeper.locator(".work__row--settled", has_text=title).wait_for()
    else:
        keeper.wait_for_load_state()
    keeper.goto("/moderation/?kind=signal")
    assert keeper.locator(".work__row", has_text=words).count() == 0


@pytest.mark.parametrize("script", [False, True])
def test_one_tap_in_the_queue(person, script):
    keeper = person("corinne", script=script)
    keeper.goto("/upkeep/")
    row = keeper.locator(".work__row").first
    name = row.get_attribute("id")
    row.get_by_role("button", name="Toujours exacte").click()
    if script:
        keeper.locator(f"#{name}.work__row--settled").wait_for()
        assert keeper.url.endswith("/upkeep/")
    else:
        keeper.wait_for_load_state()
        assert keeper.locator(f"#{name}").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(person, site, scheme):
    with urlopen(f"{site.base}/api/v1/items?kind=resource&limit=5") as answer:
        number = json.load(answer)["results"][0]["id"]
    reader = person(None, viewport={"width": 320, "height": 700}, color_scheme=scheme)
    reader.goto(f"/items/{number}/something-changed")
    reader.get_by_label("Autre chose").check()
    reader.get_by_label("En une phrase").fill(f"Une adresse sans fin ({scheme}) : https://exemple.example/{'a' * 90}")
    keeper = person("admin", viewport={"width": 320, "height": 700}, color_scheme=scheme)
    found = wrong_on(reader, "")
    reader.get_by_role("button", name="Envoyer").click()
    found += wrong_on(reader, "")
    for path in (
        f"/items/{number}/signals",
        f"/items/{number}/web-links",
        "/links/",
        "/upkeep/",
        "/moderation/?kind=signal",
    ):
        found += wrong_on(keeper, path)
    assert found == [], "\n".join(found)


def wrong_on(page, path: str) -> list[str]:
    """What axe finds, and whether it is wider than the phone."""
    if path:
        page.goto(path)
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    wide = page.evaluate("document.documentElement.scrollWidth") > 320
    return [f"{page.url}: {each['id']} {each['nodes'][0]['html'][:160]}" for each in result["violations"]] + (
        [f"{page.url}: too wide"] if wide else []
    )
