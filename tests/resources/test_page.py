"""The page of a resource: facts first, honest about what is not known."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from markupsafe import escape

from forum.core import clock
from forum.core.i18n import _
from forum.territories.queries import themes
from tests.resources.made import page_of, resource


def test_the_facts_stand_before_the_text(world, as_):
    made = resource(
        world, min_amount=3000, max_amount=12500, max_cofunding_pct=50, audiences=["association"], zones=["cad"],
        min_age_years=2, max_annual_budget=200000, confidence="medium", verified_on="2026-11-23", contact="a@b.test",
        url="portail.test", excluded_countries=["ML"], conditional_countries={"NE": "santé seulement"},
        rules={"min_cash_share_pct": 25}, origin="portail.test, page lue",
    )  # fmt: skip
    html = page_of(as_(None), made)
    amounts = ("3\u202f000", "12\u202f500\u202f€", "200\u202f000\u202f€")
    for fact in (*amounts, "Mali", "santé seulement", "portail.test", "Corinne"):
        assert fact in html, fact
    main = html.split("<main")[1]
    assert main.index("12\u202f500") < main.index("de petits projets")
    assert 'href="https://portail.test"' in html


def test_what_is_not_known_is_not_shown_as_no(world, as_):
    html = page_of(as_(None), resource(world))
    assert "None" not in html.split("<main")[1]
    assert "0\u202f€" not in html


@pytest.mark.parametrize(("who", "most"), [(None, 10), ("awa", 12), ("corinne", 12), ("mona", 12)])
def test_the_page_costs_the_same_for_2_and_20_messages(world, as_, queries, who, most):
    themes()  # read once a process
    costs = []
    for replies in (2, 20):
        made = resource(world, zones=["cad"], audiences=["association"])
        other = resource(world)
        for each in range(replies):
            world.reply(made, source=f"Message {each}, voir #{other.id}")
        browser = as_(who)
        queries.clear()
        page_of(browser, made)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= most, queries


def test_it_closes_at_midnight_in_paris(world, as_):
    made = resource(world, deadline=date(2027, 3, 31))
    # In March 2027 Paris is still an hour ahead of UTC until the 28th, then two.
    clock.set_for_tests(datetime(2027, 3, 31, 21, 59, tzinfo=UTC))
    assert f"/resources/{made.id}.ics" in page_of(as_("awa"), made)
    clock.set_for_tests(datetime(2027, 3, 31, 22, 1, tzinfo=UTC))
    assert f"/resources/{made.id}.ics" not in page_of(as_("awa"), made)


def test_a_proposed_resource_says_so(world, as_):
    made = resource(world, standing="proposed", by="awa")
    said = escape(_("Proposed by a member, not verified yet: check before you count on it."))
    assert said in page_of(as_(None), made)
    assert said not in page_of(as_(None), resource(world))
    assert made.title in unescape(as_(None).get("/resources/").get_data(as_text=True))


def test_a_private_resource_is_a_404_with_its_calendar(world, as_):
    made = resource(world, space=world.private_space("bruno"), deadline=date(2030, 1, 1))
    for address in (f"/resources/{made.id}-{made.slug}", f"/resources/{made.id}.ics", f"/resources/{made.id}/edit"):
        assert as_("awa").get(address).status_code == 404
    assert as_("bruno").get(f"/resources/{made.id}.ics").status_code == 200
