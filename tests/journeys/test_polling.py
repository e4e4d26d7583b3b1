"""A date is found together, in a real browser, with JavaScript and without; axe finds nothing in any poll."""

import json
from functools import cache
from urllib.request import urlopen

import pytest

from tests.journeys.test_accessibility import AXE

BOTH = pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])


@cache
def _polls(site) -> dict[str, tuple[str, int]]:
    """Of each method in the demonstration: the page, the poll."""
    with urlopen(f"{site.base}/api/v1/items?kind=thread&limit=100") as answer:
        items = json.load(answer)["results"]
    found = {}
    for item in items:
        with urlopen(f"{site.base}/api/v1/items/{item['id']}/polls") as answer:
            for poll in json.load(answer)["results"]:
                if item["is_example"]:
                    found[poll["method"]] = (item["url"].replace(site.base, ""), poll["id"])
    return found


@BOTH
def test_a_date_is_found_together(person, site, script):
    page, _number = _polls(site)["single"]
    asker = person("bruno", script=script)
    asker.goto(page)
    asker.fill("#reply-source", "Voyons-nous avant la commande des pièces.")
    asker.click('#reply-form button[formaction$="/polls/new"]')
    asker.wait_for_selector("#poll-form")
    assert "Voyons-nous" in asker.input_value("#poll-form [name=source]")
    asker.fill("#poll-form [name=question]", "Quand nous voir ?")
    asker.click("#turn-date")
    asker.wait_for_selector("[name=dates-0-day]")
    assert asker.input_value("#poll-form [name=question]") == "Quand nous voir ?"
    asker.click("#more-rows")
    asker.wait_for_selector("[name=dates-5-day]")
    for row, (day, hour) in enumerate((("2090-01-12", "18:30"), ("2090-01-14", "20:00"))):
        asker.fill(f"[name=dates-{row}-day]", day)
        asker.fill(f"[name=dates-{row}-start]", hour)
    asker.click("#poll-form .form__acts button")
    poll = asker.locator("section.poll", has_text="Quand nous voir ?").last
    poll.wait_for()
    name = poll.get_attribute("id")

    voter = person("awa", script=script, viewport={"width": 360, "height": 740})
    voter.goto(asker.url)
    ballot = voter.locator(f"#{name} form.ballot")
    ballot.locator("fieldset >> nth=0").get_by_text("si besoin").click()
    ballot.locator("fieldset >> nth=1").get_by_text("oui").click()
    ballot.locator("button.button--main").click()
    voter.wait_for_selector(f"#{name} .poll__own")
    assert "convient au plus grand nombre" in voter.inner_text(f"#{name} .bars__row--best")
    assert "20:00" in voter.inner_text(f"#{name} .bars__row--best")
    assert voter.evaluate("document.documentElement.scrollWidth") <= 360

    asker.goto(asker.url)
    asker.locator(f"#{name} .menu summary").click()
    asker.locator(f"#{name}").get_by_role("link", name="Écrire la décision").click()
    asker.fill("[name=statement]", "En visioconférence.")
    asker.click("main form button.button--main")
    asker.wait_for_selector(f"#{name} .poll__outcome")
    with asker.expect_download() as saved:
        asker.click(f'#{name} a[href$="/date.ics"]')
    assert b"DTSTART:20900114T190000Z" in saved.value.path().read_bytes()
    voter.reload()
    assert "Retenu" in voter.inner_text(f"#{name} .poll__outcome")
    assert voter.locator(f"#{name} form.ballot").count() == 0


@BOTH
def test_a_refused_ranking_says_why_and_keeps_the_numbers(person, site, script):
    page, _number = _polls(site)["single"]
    asker = person("mona", script=script)
    item = page.split("/threads/")[1].split("-")[0]
    asker.goto(f"/items/{item}/polls/new?message=1&method=ranked")
    asker.fill("#poll-form [name=question]", "Dans quel ordre ?")
    for row, label in enumerate(("Puits", "Citerne", "Filtre")):
        asker.fill(f"[name=options-{row}]", label)
    asker.click("#poll-form .form__acts button")
    poll = asker.locator("section.poll", has_text="Dans quel ordre ?").last
    poll.wait_for()
    name = poll.get_attribute("id")
    voter = person("awa", script=script)
    voter.goto(page)
    selects = voter.locator(f"#{name} form.ballot select")
    selects.nth(0).select_option("1")
    selects.nth(1).select_option("1")
    voter.locator(f"#{name} form.ballot button.button--main").click()
    voter.wait_for_selector(f"#{name} .field__error")
    assert "rang 1" in voter.inner_text(f"#{name} .field__error")
    selects = voter.locator(f"#{name} form.ballot select")
    assert [selects.nth(each).input_value() for each in range(3)] == ["1", "1", ""]
    selects.nth(1).select_option("2")
    voter.locator(f"#{name} form.ballot button.button--main").click()
    voter.wait_for_selector(f"#{name} .poll__own")
    assert "1. Puits · 2. Citerne" in voter.inner_text(f"#{name} .poll__own")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", [None, "nour", "awa", "mona"])
def test_axe_finds_nothing_in_polls(person, site, who, scheme):
    page = person(who, color_scheme=scheme)
    polls = _polls(site)
    assert set(polls) == {"single", "several", "ranked", "date"}
    paths = [path for path, _number in polls.values()]
    paths += [f"/polls/{number}/{part}" for _path, number in polls.values() for part in ("voices", "receipt")]
    if who:
        item = paths[0].split("/threads/")[1].split("-")[0]
        paths += [f"/items/{item}/polls/new?method={method}" for method in polls]
    if who == "mona":
        paths += [f"/polls/{polls['single'][1]}/{part}" for part in ("closing", "outcome")]
    found = []
    for path in paths:
        page.goto(path)
        page.evaluate("for (const each of document.querySelectorAll('.poll details')) each.open = true")
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [f"{path}: {each['id']} {each['nodes'][0]['html'][:160]}" for each in result["violations"]]
    assert found == [], "\n".join(found)
