"""Passages: taken all, some or none of them; what both sides changed; nothing that one side only wrote is dropped."""

from hypothesis import given
from hypothesis import strategies as st

from forum.documents.passages import joined, passages, taken

TEXTS = st.lists(st.text("abc d", max_size=6), max_size=12).map("\n".join)
LINES = st.lists(st.text("abc d", min_size=1, max_size=8), min_size=1, max_size=12, unique=True)


@given(TEXTS, TEXTS)
def test_all_passages_are_the_new_text_and_none_the_old_one(old, new):
    every = range(len(passages(old, new)))
    assert taken(old, new, set(every)) == new
    assert taken(old, new, set()) == old


@given(TEXTS, TEXTS, st.data())
def test_some_passages_change_those_lines_and_no_others(old, new, data):
    found = passages(old, new)
    chosen = data.draw(st.sets(st.sampled_from(range(len(found))))) if found else set()
    some = taken(old, new, chosen)
    assert len(passages(some, new)) <= len(found) - len(chosen) or not chosen
    for place, passage in enumerate(found):
        kept = passage.new if place in chosen else passage.old
        assert kept in some + "\n"


@given(LINES, st.data())
def test_a_line_that_one_side_only_changed_is_never_dropped(lines, data):
    who = data.draw(st.lists(st.sampled_from(["nobody", "ours", "theirs"]), min_size=len(lines), max_size=len(lines)))
    ours = [f"{line} par nous {n}" if who[n] == "ours" else line for n, line in enumerate(lines)]
    theirs = [f"{line} par eux {n}" if who[n] == "theirs" else line for n, line in enumerate(lines)]
    found = joined("\n".join(lines), "\n".join(ours), "\n".join(theirs))
    for n, each in enumerate(who):
        if each == "ours":
            assert ours[n] in found.text.splitlines()
        if each == "theirs":  # in the text, or shown beside ours
            assert theirs[n] in [*found.text.splitlines(), *"".join(c.theirs for c in found.clashes).splitlines()]


@given(TEXTS, TEXTS, TEXTS)
def test_no_passage_of_the_page_goes_without_being_chosen(base, ours, theirs):
    found = joined(base, ours, theirs)
    assert taken(theirs, found.text, set()) == theirs
    if ours == base:
        assert (found.text, found.clashes) == (theirs, ())
    if theirs == base:
        assert (found.text, found.clashes) == (ours, ())
