"""The same ballots give the same result; preferences are counted round by round."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.core.errors import Invalid
from forum.polls.choices import marks_of, read, written
from forum.polls.counting import counted
from forum.polls.receipts import digest_of, receipt

A, B, C, D = 1, 2, 3, 4


def ranked(*orders: tuple[int, ...]) -> list[tuple[str, int]]:
    """One ballot for each order of preference."""
    return [(written({option: rank for rank, option in enumerate(order, 1)}), 1) for order in orders]


def test_who_has_the_most_first_preferences_need_not_win():
    """Four prefer A, three B, two C; those two would rather have B than A: five against four."""
    tally = counted("ranked", [A, B, C], ranked(*[(A,)] * 4, *[(B,)] * 3, *[(C, B)] * 2))
    assert tally["best"] == [B]
    assert [each["out"] for each in tally["rounds"]] == [[C], []]
    assert tally["rounds"][1]["counts"] == {"1": 4, "2": 5}


def test_a_majority_of_first_preferences_needs_no_second_round():
    assert len(counted("ranked", [A, B, C], ranked((A,), (A,), (B,)))["rounds"]) == 1


def test_answers_that_nobody_puts_first_leave_together():
    tally = counted("ranked", [A, B, C, D], ranked((A,), (A, C), (B,), (B, D)))
    assert tally["rounds"][0]["out"] == [C, D]
    assert tally["best"] == [A, B]


def test_a_ballot_whose_preferences_have_all_left_counts_no_more():
    tally = counted("ranked", [A, B, C], ranked((A,), (A,), (A,), (B,), (B,), (B,), (C,)))
    assert tally["rounds"][-1]["counts"] == {"1": 3, "2": 3}
    assert tally["best"] == [A, B]


def test_the_last_who_are_level_are_told_apart_by_the_round_before_then_by_the_page():
    first = ranked(*[(A,)] * 5, *[(B,)] * 3, *[(C, B)] * 1, *[(D, C)] * 2)
    tally = counted("ranked", [A, B, C, D], first)
    assert tally["rounds"][0]["out"] == [C]
    level = counted("ranked", [A, B, C], ranked((A,), (A,), (B, A), (C, A)))
    assert level["rounds"][0]["out"] == [C]


def test_no_ballot_is_no_result():
    for method in ("single", "several", "ranked", "date"):
        tally = counted(method, [A, B], [])
        assert (tally["voices"], tally["best"]) == (0, [])


def test_abstentions_are_voices_without_answer():
    tally = counted("single", [A, B], [("1:1", 2), ("", 3)])
    assert (tally["voices"], tally["abstentions"], tally["counts"]) == (5, 3, {"1": 2, "2": 0})


def test_the_best_date_is_the_one_to_which_most_can_come():
    lines = [("1:2,2:1", 1), ("1:0,2:1", 1), ("1:2,2:2", 1)]
    tally = counted("date", [A, B], lines)
    assert (tally["counts"], tally["maybe"], tally["best"]) == ({"1": 2, "2": 1}, {"1": 0, "2": 2}, [B])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # a busy machine is no fault of the count
@given(st.lists(st.permutations([A, B, C, D]).map(lambda order: order[:3]), max_size=30))
def test_counting_ends_and_loses_no_ballot_in_the_first_round(orders):
    tally = counted("ranked", [A, B, C, D], ranked(*orders))
    assert sum(tally["counts"].values()) == len(orders)
    assert len(tally["rounds"]) <= 4
    assert bool(tally["best"]) == bool(orders)
    assert tally == counted("ranked", [A, B, C, D], ranked(*reversed(orders)))


@pytest.mark.parametrize(
    ("method", "given_", "most", "wrong"),
    [
        ("single", [], None, "abst"),
        ("single", [A, B], None, "une seule"),
        ("single", [99], None, "rechargez"),
        ("several", [A, B, C], 2, "2 réponses"),
        ("ranked", {A: 1, B: 1}, None, "1"),
        ("ranked", {A: 1, B: 3}, None, "rang 2"),
        ("date", {}, None, "date"),
        ("date", {A: 3}, None, "valeurs"),
    ],
)
def test_what_a_ballot_cannot_say_is_refused_in_words(app, method, given_, most, wrong):
    with pytest.raises(Invalid) as refused:
        marks_of(method, [A, B, C], given_, most)
    assert wrong in refused.value.fields["choices"].lower()


def test_a_list_is_an_order_of_preference_or_the_dates_that_suit():
    assert marks_of("ranked", [A, B, C], [C, A], None) == {C: 1, A: 2}
    assert marks_of("date", [A, B, C], [C], None) == {A: 0, B: 0, C: 2}
    assert marks_of("several", [A, B, C], [C, A, C], 2) == {A: 1, C: 1}
    assert read(written({C: 1, A: 2})) == {A: 2, C: 1}


def test_a_receipt_is_known_however_it_is_typed():
    kept = receipt()
    assert digest_of(kept.lower().replace("-", " ")) == digest_of(kept) != digest_of(receipt())
