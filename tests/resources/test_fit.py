"""Is it for us? The answers follow the numbers, and what is unknown is never no."""

from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.resources.combining import Part, combine
from forum.resources.fit import Candidate, Project, ceiling, verdicts
from forum.resources.queries.matching import RULES

# Several workers on few cores: the time that making an example takes says nothing of the product.
settings.register_profile("funding", deadline=None, suppress_health_check=[HealthCheck.too_slow])
for_sums = settings(settings.get_profile("funding"))

euros = st.none() | st.integers(0, 200_000)
percent = st.none() | st.integers(0, 100)
NUMBERS = (
    "min_amount", "max_amount", "min_age_years", "min_annual_budget", "max_annual_budget", "min_project_budget",
    "max_project_budget", "min_duration_months", "max_duration_months",
)  # fmt: skip


def candidate(time="open", zones=(), audiences=(), themes=(), territories=None, **columns):
    rows = MappingProxyType({**dict.fromkeys(RULES), **columns})
    return Candidate(rows, time, frozenset(audiences), frozenset(zones), frozenset(themes), territories or {})


def answers(of, project):
    return {each.rule: each.answer for each in verdicts(of, project)}


projects = st.builds(
    Project, age=st.none() | st.integers(0, 60), budget=euros, amount=euros, total=euros,
    months=st.none() | st.integers(0, 60), actor=st.sampled_from(["", "association", "collectivite"]),
)  # fmt: skip
resources = st.builds(
    candidate, max_cofunding_pct=percent, max_cofunding_pct_collectivite=percent,
    **dict.fromkeys(NUMBERS, euros),
)  # fmt: skip


@for_sums
@given(resources, projects)
def test_no_answer_contradicts_the_numbers_of_the_rule(of, project):
    said = answers(of, project)
    limits = {
        "age": (of.min_age_years, None, project.age),
        "budget": (of.min_annual_budget, of.max_annual_budget, project.budget),
        "total": (of.min_project_budget, of.max_project_budget, project.total),
        "months": (of.min_duration_months, of.max_duration_months, project.months),
    }
    for rule, (low, high, told) in limits.items():
        outside = told is not None and ((low is not None and told < low) or (high is not None and told > high))
        assert (said.get(rule) == "no") == outside, rule
        if said.get(rule) == "yes":
            assert told is not None
    if said.get("amount") == "yes":
        assert (of.min_amount or 0) <= project.amount <= of.max_amount
    if said.get("share") == "yes":
        assert project.amount <= ceiling(candidate(max_cofunding_pct=of.max_cofunding_pct,
            max_cofunding_pct_collectivite=of.max_cofunding_pct_collectivite), project)  # fmt: skip


@for_sums
@given(resources)
def test_who_says_nothing_hears_no_no(of):
    assert "no" not in answers(of, Project()).values()


@for_sums
@given(projects)
def test_a_resource_of_which_nothing_is_known_says_no_no(project):
    assert "no" not in answers(candidate(time="unknown"), project).values()


@for_sums
@given(resources, projects)
def test_every_rule_is_told_in_words(of, project):
    assert all(each.title for each in verdicts(of, project))


@pytest.mark.parametrize(("country", "answer"), [("BJ", "yes"), ("ML", "no"), ("NE", "ask"), ("FR", "no"), ("", "ask")])
def test_countries_excluded_by_name_or_under_a_condition(app, country, answer):
    of = candidate(zones=["cad"], excluded_countries=["ML"], conditional_countries={"NE": "santé"})
    assert answers(of, Project(country=country))["country"] == answer


def test_a_seat_below_fits_a_seat_above_is_to_check_another_does_not(app):
    of = candidate(territories={53: "Bretagne"})
    assert answers(of, Project(seat=(29, 53, 1)))["seat"] == "yes"
    assert answers(of, Project(seat=(1,), below_seat=frozenset({1, 53})))["seat"] == "ask"
    assert answers(of, Project(seat=(75, 11, 1)))["seat"] == "no"


def test_a_ceiling_that_is_too_low_leaves_a_part_open():
    of = candidate(max_amount=5000, max_cofunding_pct=50)
    project = Project(amount=8000, total=9000)
    said = {each.rule: each for each in verdicts(of, project)}
    assert said["amount"].answer == said["share"].answer == "no"
    assert not said["amount"].bars
    assert ceiling(of, project) == 4500


parts = st.lists(
    st.builds(Part, st.integers(1, 10**6), st.integers(0, 5000), st.integers(0, 20_000), rank=st.integers(-9, 30),
              level=st.sampled_from(["national", "regional", "private"])),
    max_size=9, unique_by=lambda part: part.id,
)  # fmt: skip


@for_sums
@given(parts, st.integers(1, 40_000))
def test_sums_add_up_within_each_ones_limits(found, amount):
    limits = {part.id: part for part in found}
    for made in combine(found, amount):
        assert made.sum + made.missing == amount
        assert all(limits[id].least <= paid <= limits[id].most for id, paid in made.shares)


@for_sums
@given(parts, st.integers(1, 40_000))
def test_two_that_reach_the_amount_are_found(found, amount):
    pairs = [(a, b) for a in found for b in found if a.id < b.id]
    reach = [1 for a, b in pairs if max(a.least, 1) + max(b.least, 1) <= amount <= a.most + b.most
             and all(max(each.least, 1) <= each.most < amount for each in (a, b))
             and not any(each.least <= amount <= each.most for each in found)]  # fmt: skip
    if reach:  # and nobody does it alone
        assert not combine(found, amount)[0].missing


def test_nothing_is_added_to_what_does_it_alone():
    enough, more = Part(1, 0, 20_000, "A", "national", 9), Part(2, 0, 12_000, "B", "regional", 9)
    assert combine([enough, more], 20_000) == []


def test_public_and_private_go_before_two_of_a_kind():
    national, other, private = (Part(1, 0, 6000, "A", "national", 5), Part(2, 0, 6000, "B", "national", 5),
                                Part(3, 0, 6000, "C", "private", 5))  # fmt: skip
    assert 3 in dict(combine([national, other, private], 10_000)[0].shares)
