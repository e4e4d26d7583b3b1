"""Two people changed one text: what does not touch is joined, and nothing that one side wrote is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.db import db, transaction
from forum.core.errors import Conflict
from forum.items.commands.edit import edit
from forum.items.commands.merging import merged
from forum.items.policy import Message

LINES = st.lists(st.text("abc d", min_size=1, max_size=8), min_size=1, max_size=12, unique=True)


def _text(lines) -> str:
    return "\n".join(lines) + "\n"


@given(LINES, st.data())
def test_a_line_changed_by_one_side_only_is_never_dropped(lines, data):
    who = data.draw(st.lists(st.sampled_from(["nobody", "ours", "theirs"]), min_size=len(lines), max_size=len(lines)))
    ours = [f"{line} par nous {n}" if who[n] == "ours" else line for n, line in enumerate(lines)]
    theirs = [f"{line} par eux {n}" if who[n] == "theirs" else line for n, line in enumerate(lines)]
    joined = merged(_text(lines), _text(ours), _text(theirs))
    for n, each in enumerate(who):
        if each == "ours":
            assert ours[n] in joined.text.splitlines()
        if each == "theirs" and joined.is_clean:
            assert theirs[n] in joined.text.splitlines()


@given(LINES, LINES)
def test_what_one_side_only_wrote_is_kept_as_it_is(base, changed):
    assert merged(_text(base), _text(changed), _text(base)) == merged(_text(base), _text(base), _text(changed))
    assert merged(_text(base), _text(changed), _text(base)).text == _text(changed)


@given(LINES, LINES, LINES)
def test_a_join_that_is_not_clean_never_loses_ours(base, ours, theirs):
    joined = merged(_text(base), _text(ours), _text(theirs))
    if not joined.is_clean:
        fresh = [line for line in ours if line not in base and line not in theirs]
        assert all(line in joined.text.splitlines() for line in fresh)


def test_two_words_of_one_line_are_joined():
    base = "La pompe coûte 900 euros et dure trois ans."
    assert merged(base, base.replace("900", "1200"), base.replace("trois", "cinq")) == merged(
        base, "La pompe coûte 1200 euros et dure cinq ans.", base
    )


def _own(item) -> Message:
    return Message(item, 1, item)


def test_edits_that_do_not_touch_are_joined_and_said_so(world, as_):
    question = world.question(source="Le puits.\n\nLa pompe.\n\nLe budget.")
    with transaction():
        edit(world.actor("mona"), _own(question), source="Le puits ancien.\n\nLa pompe.\n\nLe budget.", version=1)
    data = {"source": "Le puits.\r\n\r\nLa pompe.\r\n\r\nLe budget total.", "title": question.title, "version": "1"}
    browser = as_("awa")
    answer = browser.post(f"/items/{question.id}/messages/1/edit", data=data)
    assert answer.status_code == 303
    db.session.expire_all()
    assert question.source == "Le puits ancien.\n\nLa pompe.\n\nLe budget total."
    page = browser.get(answer.location, follow_redirects=True).get_data(as_text=True)
    assert "les deux modifications" in page


def test_titles_are_joined_too(world):
    question = world.question(source="Le puits.\n\nLe budget.")
    before = question.title
    with transaction():
        edit(world.actor("mona"), _own(question), source=question.source, version=1, title="Un meilleur titre")
    with transaction():
        changed = "Le puits.\n\nLe budget total."
        edit(world.actor("awa"), _own(question), source=changed, version=1, title=before)
    assert question.title == "Un meilleur titre"
    assert question.source.endswith("total.")


def test_two_titles_stand_against_each_other(world):
    question = world.question()
    with transaction():
        edit(world.actor("mona"), _own(question), source=question.source, version=1, title="Le titre de Mona")
    with pytest.raises(Conflict), transaction():
        edit(world.actor("awa"), _own(question), source=question.source, version=1, title="Le titre d’Awa")


def test_a_conflict_shows_the_saved_version_whole_and_keeps_ours(world, as_):
    question = world.question(source="Le prix est inconnu.")
    with transaction():
        edit(world.actor("mona"), _own(question), source="Le prix est de 900 euros.", version=1)
    data = {"source": "Le prix est de 1200 euros.", "title": question.title, "version": "1"}
    answer = as_("awa").post(f"/items/{question.id}/messages/1/edit", data=data)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Le prix est de 1200 euros." in html and "Le prix est de 900 euros." in html
    again = as_("awa").post(f"/items/{question.id}/messages/1/edit", data={**data, "version": "2"})
    assert again.status_code == 303
    db.session.expire_all()
    assert question.source == "Le prix est de 1200 euros."
