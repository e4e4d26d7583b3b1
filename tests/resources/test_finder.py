"""From five questions to a ranked list, without an account and without JavaScript."""

from html import unescape

import pytest

from forum.territories.queries import themes, tree
from tests.resources.made import resource


@pytest.fixture
def funds(world):
    """One of France for a year or more, one of Bretagne, one private; and three that do not fit."""
    codes = {code: [tree().codes[code].id] for code in ("fr", "reg-53", "reg-76")}
    said = {"audiences": ["association"], "zones": ["cad"], "status": "permanent"}
    return {
        "national": resource(world, title="Dotation nationale", funder="Agence", territories=codes["fr"],
                             max_amount=10_000, max_cofunding_pct=50, min_age_years=1, **said),
        "local": resource(world, title="Coup de pouce breton", funder="Région", territories=codes["reg-53"],
                          level="regional", max_amount=5000, **said),
        "private": resource(world, title="Fondation des puits", funder="Fondation", territories=codes["fr"],
                            level="private", min_amount=2000, max_amount=4000, **said),
        "old": resource(world, title="Fonds des anciens", territories=codes["fr"], min_age_years=5, **said),
        "far": resource(world, title="Fonds occitan", territories=codes["reg-76"], **said),
        "closed": resource(world, title="Fonds fini", territories=codes["fr"], audiences=["association"],
                           status="ended"),
    }  # fmt: skip


ANSWERS = "actor=association&age=2&seat=dep-29&country=BJ&amount=12+000&total=20000"


def _fitting(html: str) -> str:
    return unescape(html).split('id="fitting"')[1].split("<details")[0]


def test_what_fits_comes_with_reasons_and_what_does_not_is_told_apart(funds, as_):
    html = as_(None).get(f"/resources/finder?{ANSWERS}").get_data(as_text=True)
    fitting, all_of_it = _fitting(html), unescape(html)
    assert [name for name, made in funds.items() if made.title in fitting] == ["national", "local", "private"]
    assert funds["old"].title in all_of_it
    assert funds["far"].title in all_of_it
    assert funds["closed"].title not in all_of_it


def test_the_amount_is_reached_together_within_each_ones_share(funds, as_):
    html = unescape(as_(None).get(f"/resources/finder?{ANSWERS}").get_data(as_text=True))
    together = html.split('id="together"')[1].split('id="fitting"')[0]
    assert "12\u202f000" in together
    assert funds["national"].title in together
    assert funds["local"].title in together or funds["private"].title in together


def test_the_form_without_answers_asks_and_shows_no_list(funds, as_):
    html = as_(None).get("/resources/finder").get_data(as_text=True)
    assert html.count('class="questions__number"') == 5
    assert 'id="fitting"' not in html


def test_a_wrong_number_keeps_what_was_typed(as_):
    answer = as_(None).get("/resources/finder?actor=association&amount=beaucoup")
    assert answer.status_code == 422
    assert '<option selected value="association">' in answer.get_data(as_text=True)


def test_one_resource_answers_rule_by_rule(funds, as_):
    browser, made = as_(None), funds["old"]
    assert f'/resources/{made.id}/fit"' in browser.get(f"/resources/{made.id}-{made.slug}").get_data(as_text=True)
    html = browser.get(f"/resources/{made.id}/fit?actor=association&age=2").get_data(as_text=True)
    assert "verdict--yes" in html
    assert "verdict--no" in html


def test_the_answers_of_ones_own_organisation_are_there_to_begin_with(funds, as_, world):
    organisation = world.organisation()
    html = as_("awa").get(f"/resources/finder?for={organisation.slug}").get_data(as_text=True)
    assert funds["local"].title in _fitting(html)
    assert funds["far"].title not in _fitting(html)


def test_the_organisations_of_others_are_not_offered(funds, as_, world):
    organisation = world.organisation()
    assert 'id="fitting"' not in as_("zoe").get(f"/resources/finder?for={organisation.slug}").get_data(as_text=True)


def test_what_one_may_not_read_is_not_found(funds, as_, world):
    secret = resource(world, space=world.private_space("bruno"), title="Fonds secret", status="permanent")
    assert secret.title not in unescape(as_(None).get(f"/resources/finder?{ANSWERS}").get_data(as_text=True))
    assert as_(None).get(f"/resources/{secret.id}/fit?age=2").status_code == 404


def test_the_list_costs_the_same_for_6_and_30(funds, as_, world, queries):
    themes()
    costs = []
    for more in (0, 24):
        for _each in range(more):
            resource(world, audiences=["association"], zones=["cad"], max_amount=3000)
        queries.clear()
        assert as_(None).get(f"/resources/finder?{ANSWERS}&months=6&more={more}").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6, queries
