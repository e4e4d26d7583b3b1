"""axe-core finds nothing on any kind of page, light and dark; HTML parses; nothing scrolls sideways; no cookie."""

import json
from pathlib import Path
from urllib.request import urlopen

import html5lib
import pytest

AXE = (Path(__file__).with_name("axe.min.js")).read_text()
VISITOR = [
    "/", "/spaces/", "/spaces/bretagne", "/spaces/bretagne/about", "/spaces/bretagne/members", "/threads/",
    "/documents/", "/guides/", "/resources/", "/needs/", "thread", "document", "resource", "need", "/search?q=forage",
    "/search?q=zzzzqqq", "/territories/", "/territories/reg-53", "/organisations/", "/people/mona", "/login", "/signup",
    "/password", "/help", "/legal", "/accessibility", "/statistics/", "/coverage",
    "/coverage?territory=reg-53", "/embed/?type=call", "/embed/resources?type=call", "/open-data/", "/nowhere",
]  # fmt: skip
MEMBER = [
    "/", "thread", "resource", "need", "document", "/threads/new", "/documents/new", "/resources/new", "/needs/new",
    "/settings", "/notifications/", "/items/drafts", "/organisations/new",
    "/saved-searches/", "/saved-searches/feeds?of=/threads/", "/saved-searches/new?place=resources&type=call",
]  # fmt: skip
KEEPER = [
    "/spaces/bretagne/bring",
    "/guides/new",
    "/resources/import",
    "/moderation/",
    "/links/",
    "/upkeep/",
    "/moderation/log",
    "/spaces/bretagne/settings",
    "/spaces/bretagne/members",
    "thread",
]
# The parser is from 2016: it does not know these, which are in the standard since.
NEW_SINCE = {"expected-doctype-but-got-start-tag"}


def _path(site, what: str) -> str:
    if what.startswith("/"):
        return what
    with urlopen(f"{site.base}/api/v1/items?kind={what}&limit=5") as answer:
        return json.load(answer)["results"][-1]["url"].replace(site.base, "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("who", "pages"), [(None, VISITOR), ("awa", MEMBER), ("mona", KEEPER)], ids=["visitor", "member", "keeper"]
)
def test_axe_finds_nothing(person, site, who, pages, scheme):
    page = person(who, color_scheme=scheme)
    found = []
    for what in pages:
        page.goto(_path(site, what))
        # By the browser's own debugger: the policy of the page lets no script in from elsewhere.
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [f"{what}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in result["violations"]]
    assert found == [], "\n".join(found)


def test_pages_are_valid_and_have_each_id_once(person, site):
    page = person(None, script=False)
    wrong = []
    for what in VISITOR:
        answer = page.goto(_path(site, what))
        parser = html5lib.HTMLParser()
        tree = parser.parse(answer.text())
        wrong += [f"{what}: {code}" for _place, code, _data in parser.errors if code not in NEW_SINCE]
        ids = [each.get("id") for each in tree.iter() if each.get("id")]
        wrong += [f"{what}: twice #{each}" for each in {one for one in ids if ids.count(one) > 1}]
    assert wrong == []


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_scrolls_sideways(person, site, width):
    page = person(None, viewport={"width": width, "height": 700})
    wide = []
    for what in VISITOR:
        page.goto(_path(site, what))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(what)
    assert wide == []


def test_a_visitor_gets_no_cookie_and_nothing_from_elsewhere(person, site):
    page = person(None)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for what in ("/", "thread", "resource", "/search?q=forage"):
        page.goto(_path(site, what))
    assert page.context.cookies() == []
    assert [url for url in asked if not url.startswith((site.base, "data:"))] == []
