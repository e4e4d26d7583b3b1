"""The catalogue by what fits the reader's organisation; what is private of it stays so; the finder's answers are kept."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import select

from forum.alerts.models import SavedSearch
from forum.alerts.queries import rows_of
from forum.alerts.sending import send_due
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.people.models import Organisation
from forum.resources.profile import project_in, project_of
from forum.territories.queries import themes, tree
from tests.resources.made import resource


@pytest.fixture
def ours(world) -> Organisation:
    """Awa's: an association of Bretagne, with 50,000 € a year."""
    organisation = world.organisation()
    with transaction():
        found = db.session.merge(organisation)
        found.annual_budget, found.staff, found.countries = 50000, 2, ["BJ"]
        found.territory_id = tree().codes["reg-53"].id
    return db.session.get_one(Organisation, organisation.id)


def _titles(html: str) -> list[str]:
    return [unescape(title) for title in re.findall(r'class="row__title"><a [^>]*>([^<]+)<', html)]


def test_what_fits_comes_first_with_its_reasons(world, as_, ours):
    large = resource(world, title="Pour les grandes", min_annual_budget=200000)
    unknown = resource(world, title="On ne sait pas")
    good = resource(world, title="Pour nous", audiences=["association"], zones=["cad"], max_annual_budget=100000)
    html = as_("awa").get("/resources/?sort=fit").get_data(as_text=True)
    assert _titles(html) == [good.title, unknown.title, large.title]
    assert "verdict--no" in html and "verdict--yes" in html and ours.name in html


def test_filters_hold_and_pages_follow_each_other(world, as_, ours):
    for number in range(25):
        resource(world, title=f"Fonds numéro {number}", type="call" if number % 2 else "funding")
    browser, seen, address = as_("awa"), [], "/resources/?sort=fit&type=call"
    while address:
        html = unescape(browser.get(address).get_data(as_text=True))
        seen += _titles(html)
        following = re.search(r'id="more"[^>]*><a [^>]*href="([^"]+)"', html)
        address = following[1] if following else ""
    assert len(seen) == len(set(seen)) == 12
    seen.clear()
    for key in ("", "20"):
        seen += _titles(browser.get(f"/resources/?sort=fit&cursor={key}").get_data(as_text=True))
    assert len(set(seen)) == 25


def test_without_an_organisation_the_list_says_so(world, as_):
    made = resource(world)
    html = as_("zoe").get("/resources/?sort=fit").get_data(as_text=True)
    assert made.title in unescape(html) and "/organisations/" in html.split('id="results"')[1]
    assert 'value="fit"' not in as_(None).get("/resources/").get_data(as_text=True)


def test_another_organisation_is_never_asked(world, as_, ours):
    resource(world, min_annual_budget=200000)
    html = as_("bruno").get(f"/resources/?sort=fit&for={ours.slug}").get_data(as_text=True)
    assert "verdict--no" not in html and ours.name not in html


def test_ranking_costs_the_same_for_2_and_20(world, as_, ours, queries):
    themes()
    costs = []
    for more in (2, 18):
        for _each in range(more):
            resource(world, zones=["cad"], audiences=["association"])
        browser = as_("awa")
        queries.clear()
        assert browser.get("/resources/?sort=fit").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 9, queries


@pytest.mark.parametrize(
    ("who", "sees"), [("awa", True), ("bruno", False), ("mona", False), ("ada", False), (None, False)]
)
def test_budget_and_staff_are_for_those_who_act_for_it(world, as_, ours, who, sees):
    html = as_(who).get(f"/organisations/{ours.slug}").get_data(as_text=True)
    assert ("50\u202f000" in html) == sees


def test_an_administrator_changes_the_rest_without_seeing_or_losing_them(world, as_, ours):
    ada = as_("ada")
    assert "annual_budget" not in ada.get(f"/organisations/{ours.slug}/edit").get_data(as_text=True)
    data = {"name": "Eau pour toutes", "kind": "association", "territory": "reg-53", "annual_budget": "1"}
    assert ada.post(f"/organisations/{ours.slug}/edit", data=data).status_code == 303
    db.session.expire_all()
    found = db.session.get_one(Organisation, ours.id)
    assert (found.name, found.annual_budget, found.staff) == ("Eau pour toutes", 50000, 2)


def test_its_managers_say_them(world, as_, ours):
    data = {"name": ours.name, "kind": "association", "territory": "reg-53", "annual_budget": "80000", "staff": "3",
            "founded_on": "2015-06-01", "themes": ["eau-assainissement"]}  # fmt: skip
    assert as_("awa").post(f"/organisations/{ours.slug}/edit", data=data).status_code == 303
    db.session.expire_all()
    found = db.session.get_one(Organisation, ours.id)
    assert (found.annual_budget, found.staff, found.themes) == (80000, 3, ["eau-assainissement"])
    clock.set_for_tests(datetime(2027, 5, 31, 10, tzinfo=UTC))
    project = project_of(found)
    assert (project.age, project.budget, project.actor) == (11, 80000, "association")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"amount": "12 500 €", "actor": "association"}, (12500, "association")),
        ({"amount": "beaucoup", "actor": "martian"}, (None, "")),
        ({"amount": "99999999999"}, (None, "")),
    ],
)
def test_what_means_nothing_is_not_told(world, told, found):
    project = project_in(told)
    assert (project.amount, project.actor) == found


def test_answers_of_the_finder_are_kept_and_told(world, as_):
    world.follow()
    clock.set_for_tests(datetime(2026, 12, 1, 10, tzinfo=UTC))
    resource(world, title="Trop grand", min_annual_budget=200000)
    browser = as_("awa")
    html = unescape(
        browser.get("/resources/finder?budget=50000&seat=reg-53&theme=sante&theme=education").get_data(as_text=True)
    )
    address = re.search(r'href="(/saved-searches/new\?place=finder[^"]+)"', html)[1]
    assert browser.post(address, data={"name": "Pour nous", "how": "now"}).status_code == 303
    search = db.session.scalars(select(SavedSearch)).one()
    assert (search.question["theme"], search.question["territory"]) == ("sante,education", "reg-53")
    clock.set_for_tests(datetime(2026, 12, 2, 10, tzinfo=UTC))
    fits = resource(world, title="À notre taille", max_annual_budget=100000)
    resource(world, title="Encore trop grand", min_annual_budget=300000)
    search = db.session.scalars(select(SavedSearch)).one()
    assert [row.id for row in rows_of(search, world.actor("awa"))] == [fits.id]
    world.follow()
    send_due()
    [text] = db.session.scalars(select(Mail.text).where(Mail.key.like("alert/%"))).all()
    assert "À notre taille" in text and "trop grand" not in text
    assert "/resources/finder?" in text and "theme=sante&theme=education" in text
    number = db.session.scalar(select(SavedSearch.id))
    page = unescape(browser.get(f"/saved-searches/{number}").get_data(as_text=True))
    assert "À notre taille" in page and "Bretagne" in page
