"""What changed between two texts, as people read it."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.differences import Change, counts, html, words

OLD = "L’eau est rare.\n\nLe forage coûte 12 000 €.\nFin."
NEW = "L’eau est précieuse.\n\nLe forage coûte 12 500 €.\nFin."


def test_changes_are_told_by_words():
    assert words("Il coûte l’argent.", "Il coûte l’énergie.") == [
        Change("same", "Il coûte l’"),
        Change("removed", "argent"),
        Change("added", "énergie"),
        Change("same", "."),
    ]


def test_a_small_word_between_two_changes_goes_with_them():
    assert [change.text for change in words("un puits de village", "un forage de ville") if change.kind != "same"] == [
        "puits de village",
        "forage de ville",
    ]


def test_the_same_text_has_no_change():
    assert words(OLD, OLD) == [Change("same", OLD)]
    assert words("", "") == []
    assert counts(OLD, OLD) == (0, 0)


def test_words_are_counted_and_signs_are_not():
    assert counts("un, deux", "un ! deux trois quatre.") == (2, 0)
    assert counts("un deux trois", "") == (0, 3)


pieces = st.lists(st.sampled_from(["un", "deux", " ", "\n", "l’", "eau", ".", "<b>", "\r\n", "\x0b"]), max_size=40).map(
    "".join
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), pieces), st.one_of(st.text(max_size=40), pieces))
def test_both_texts_can_be_read_back_from_the_changes(old, new):
    changes = words(old, new)
    assert "".join(change.text for change in changes if change.kind != "added") == old
    assert "".join(change.text for change in changes if change.kind != "removed") == new
    assert all(change.text for change in changes)


def test_html_escapes_what_people_typed():
    shown = html("a", "<script>")
    assert "<ins>" in shown
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown


def test_lines_that_stayed_are_left_out_far_from_changes():
    lines = [f"ligne {n}\n" for n in range(30)]
    shown = html("".join(lines), "".join(lines).replace("ligne 15", "rang 15"), context=2)
    assert shown.count("…") == 2
    assert "ligne 13\n" in shown
    assert "ligne 12\n" not in shown
    assert "ligne 17\n" in shown
    assert "ligne 18\n" not in shown


def test_those_who_hear_the_page_are_told_each_change():
    assert html("a", "b").count('class="visually-hidden"') == 2
    assert "visually-hidden" not in html("a", "b", spoken=False)


def test_an_added_line_end_can_be_seen():
    assert "↵" in html("a\nb", "a\n\nb")


def test_long_texts_take_bounded_time():
    chance = random.Random(1)
    known = [f"mot{n}" for n in range(3000)]
    cases = [
        ("a b " * 25_000, "b a " * 25_000),
        ("a\nb\n" * 25_000, "b\na\n" * 25_000),
        (" ".join(chance.choices("abcd", k=50_000)), " ".join(chance.choices("abcd", k=50_000))),
        (" ".join(chance.choices(known, k=15_000)), " ".join(chance.choices(known, k=15_000))),
    ]
    for old, new in cases:
        started = time.process_time()
        words(old, new)
        assert time.process_time() - started < 4


def test_one_changed_word_in_a_long_line_is_found_alone():
    chance = random.Random(2)
    line = chance.choices([f"mot{n}" for n in range(500)], k=8_000)
    changed = [*line[:4000], "nouveau", *line[4001:]]
    assert [change.text for change in words(" ".join(line), " ".join(changed)) if change.kind != "same"] == [
        line[4000],
        "nouveau",
    ]
