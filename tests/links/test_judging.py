"""Slow to call a link dead, quick to take it back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.outside import Answer
from forum.links.judging import judge
from forum.links.models import WebLink

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
GOOD, GONE, SILENT = Answer("http://a.fr/", 200), Answer("http://a.fr/", 404), Answer("http://a.fr/", problem="time")


def link(**more) -> WebLink:
    return WebLink(
        id=1, url="http://a.fr/", host="a.fr", state="new", problem="", status=0, failures=0, moved_to="", **more
    )


def test_it_is_asked_again_after_one_two_four_days_and_is_dead_after_three_failures_over_three_days():
    each, now = link(), NOON
    for days, state in ((1, "failing"), (2, "failing"), (4, "dead"), (8, "dead"), (16, "dead"), (16, "dead")):
        judge(each, GONE, now)
        assert (each.next_at - now, each.state) == (days * DAY, state)
        now = each.next_at


def test_three_failures_in_an_afternoon_are_no_death():
    each = link()
    for hour in range(5):
        judge(each, SILENT, NOON + timedelta(hours=hour))
    assert each.state == "failing"


def test_one_success_clears_everything():
    each = link()
    for day in (0, 1, 3):
        judge(each, GONE, NOON + day * DAY)
    assert each.state == "dead"
    judge(each, GOOD, NOON + 7 * DAY)
    assert (each.state, each.failures, each.failed_since, each.problem) == ("good", 0, None, "")
    assert 26 * DAY < each.next_at - (NOON + 7 * DAY) < 34 * DAY


@pytest.mark.parametrize(("answer", "state"), [
    (Answer("u", 403), "guarded"), (Answer("u", 401), "guarded"), (Answer("u", 999), "guarded"),
    (Answer("u", problem="certificate"), "unsafe"), (Answer("u", problem="address"), "unasked"),
    (Answer("u", problem="port"), "unasked"), (Answer("u", 500), "failing"), (Answer("u", 410), "failing"),
    (Answer("u", problem="name"), "failing"), (Answer("u", problem="loop"), "failing"),
])  # fmt: skip
def test_what_each_answer_means(answer, state):
    each = link()
    judge(each, answer, NOON)
    assert each.state == state


def test_whoever_asks_to_be_left_alone_is_and_it_counts_for_nothing():
    each = link()
    pause = judge(each, Answer("u", 429, wait=7200), NOON)
    assert (pause, each.next_at, each.state, each.failures) == (2 * timedelta(hours=1), NOON + pause, "new", 0)


def test_a_failure_of_our_own_line_says_nothing():
    each = link()
    for hour in range(200):
        judge(each, Answer("u", problem="unsure"), NOON + timedelta(hours=hour))
    assert (each.state, each.failures) == ("new", 0)


def test_what_somebody_opened_is_not_called_dead():
    each = link(trusted_until=NOON + 180 * DAY)
    for day in (0, 1, 3, 7):
        judge(each, GONE, NOON + day * DAY)
    assert each.state == "failing"


def test_a_move_is_noted_and_forgotten_when_it_ends():
    each = link()
    judge(each, Answer("http://b.fr/", 200, is_moved=True), NOON)
    assert (each.state, each.moved_to) == ("good", "http://b.fr/")
    judge(each, GOOD, NOON + 30 * DAY)
    assert each.moved_to == ""


@given(st.lists(st.tuples(st.sampled_from([GOOD, GONE, SILENT]), st.integers(1, 200)), min_size=1, max_size=30))
def test_dead_is_always_three_failures_over_three_days_since_the_last_success(story):
    each, now, run, began = link(), NOON, 0, None
    for answer, hours in story:
        judge(each, answer, now)
        run, began = (0, None) if answer is GOOD else (run + 1, began or now)
        assert (each.state == "dead") == (run >= 3 and now - began >= 3 * DAY)
        now += timedelta(hours=hours)
