"""The catalogue: what each filter leaves is what it counted."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from forum.core import clock
from forum.items.listing import asked
from forum.items.narrowing import narrowed
from forum.items.queries.lists import listed
from forum.resources.models import Resource
from forum.resources.queries.catalogue import facets
from forum.resources.queries.deadlines import is_current, state_of
from forum.territories.queries import themes, tree
from tests.resources.made import resource

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def catalogue(world) -> list[Resource]:
    """Resources of all sorts, on the first of December 2026."""
    clock.set_for_tests(NOW)
    codes, theme_ids = tree().codes, [row.id for row in themes().values()]
    day = date(2026, 12, 1)
    rows = [
        {"territories": ["fr"], "zones": ["cad"], "excluded_countries": ["ML"], "max_amount": 5000, "deadline": day},
        {"territories": ["reg-53"], "zones": ["BJ", "FR"], "audiences": ["association", "osim"], "type": "call"},
        {"territories": ["dep-29"], "zones": ["monde"], "deadline": "permanent", "audiences": ["association"]},
        {"territories": ["dep-29", "reg-76"], "deadline": day + timedelta(days=30), "min_amount": 3000},
        {"territories": ["reg-76"], "deadline": day + timedelta(days=31), "opens_on": day + timedelta(days=2)},
        {"territories": ["fr"], "deadline": day - timedelta(days=1), "level": "regional"},
        {"territories": ["fr"], "status": "ended", "type": "tool"},
        {"territories": ["fr"], "standing": "proposed", "level": "private", "zones": ["afrique-ouest"]},
    ]
    made = []
    for number, row in enumerate(rows):
        row["territories"] = [codes[code].id for code in row["territories"]]
        made.append(resource(world, themes=[theme_ids[number % 3], theme_ids[5]], **row))
    return made


def _options(html: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for name, inside in re.findall(r'<select id="f-[a-z]+" name="([a-z]+)">(.*?)</select>', html, re.DOTALL):
        pairs = re.findall(r'<option value="([^"]+)"[^>]*>[^<]*\((\d+)\)</option>', inside)
        found[name] = {code: int(number) for code, number in pairs}
    return found


def _total(html: str) -> int:
    return int(re.search(r'<p class="filtered"[^>]*><strong>(\d+)', html)[1])


@pytest.mark.parametrize("start", ["", "territory=dep-29", "type=funding&zone=BJ", "deadline=closed", "amount=4000"])
def test_each_option_leaves_as_many_as_it_counts(catalogue, as_, start):
    browser = as_(None)
    html = browser.get(f"/resources/?{start}").get_data(as_text=True)
    checked = 0
    for name, options in _options(html).items():
        kept = "&".join(part for part in start.split("&") if not part.startswith(f"{name}="))
        some = list(options.items())[:6] + [pair for pair in options.items() if pair[0] in ("BJ", "ML", "reg-76")]
        for code, number in some:
            page = browser.get(f"/resources/?{kept}&{name}={code}").get_data(as_text=True)
            assert _total(page) == number == page.count('class="row"'), (name, code)
            checked += 1
    assert checked > 5


def test_closed_ones_are_shown_only_when_asked(catalogue, as_):
    browser = as_(None)
    html = browser.get("/resources/").get_data(as_text=True)
    closed = [made.title for made in catalogue if state_of(made) == "closed"]
    assert len(closed) == 2
    assert not [title for title in closed if title in unescape(html)]
    shown = unescape(browser.get("/resources/?deadline=closed").get_data(as_text=True))
    assert [title for title in closed if title in shown] == closed


def test_python_and_sql_agree_on_time(catalogue, app, world):
    for state in ("soon", "open", "permanent", "opens", "unknown", "closed"):
        with app.test_request_context(f"/resources/?deadline={state}"):
            found = narrowed("resource", facets(), asked(), Resource, {"deadline": is_current()})
            ids = {row.id for row in listed(found.filter, world.actor(None)).rows}
        assert ids == {made.id for made in catalogue if state_of(made) == state}, state


def test_what_is_above_and_below_applies(catalogue, as_):
    rows = as_(None).get("/resources/?territory=reg-53").get_data(as_text=True)
    assert _total(rows) == 5  # two of France that are not closed, its own, two of Finistère


def test_a_country_finds_its_zones_unless_it_is_excluded(catalogue, as_):
    browser = as_(None)
    assert _total(browser.get("/resources/?zone=BJ").get_data(as_text=True)) == 4
    assert _total(browser.get("/resources/?zone=ML").get_data(as_text=True)) == 2


def test_the_nearest_deadline_is_first_and_pages_follow_each_other(catalogue, as_, world):
    for _each in range(25):
        resource(world)
    browser, titles, address = as_(None), [], "/resources/"
    while address:
        html = unescape(browser.get(address).get_data(as_text=True))
        titles += re.findall(r'class="row__title"><a [^>]*>([^<]+)<', html)
        following = re.search(r'id="more"[^>]*><a [^>]*href="([^"]+)"', html)
        address = following[1] if following else ""
    assert titles[0] == catalogue[0].title
    assert titles[1] == catalogue[3].title
    assert len(titles) == len(set(titles)) == 31


def test_the_sentence_takes_each_word_off(catalogue, as_):
    html = as_(None).get("/resources/?territory=reg-53&type=call").get_data(as_text=True)
    assert 'class="filtered__word" href="/resources/?type=call"' in html
    assert 'class="filtered__word" href="/resources/?territory=reg-53"' in html


def test_htmx_gets_the_results_alone_and_a_clean_address(catalogue, as_):
    answer = as_(None).get("/resources/?type=call&level=&theme=", headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/resources/?type=call"
    assert answer.get_data(as_text=True).lstrip().startswith('<div id="results"')


def test_the_list_costs_the_same_for_2_and_20_rows(world, as_, queries):
    themes()  # read once a process
    costs = []
    for more in (2, 18):
        for _each in range(more):
            resource(world, zones=["cad", "BJ"], audiences=["association"])
        browser = as_("awa")
        queries.clear()
        assert browser.get("/resources/?territory=reg-53&zone=BJ").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6, queries


def test_a_feed_has_the_same_filters_and_rights(catalogue, as_, world):
    secret = resource(world, space=world.private_space("bruno"), type="call")
    xml = as_(None).get("/resources/?type=call&format=atom").get_data(as_text=True)
    assert xml.count("<entry>") == 1
    assert secret.title not in unescape(xml)
