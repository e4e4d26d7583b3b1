"""Messages become a discussion of their own, go into another, come back: what is tied to them follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.items.commands.acts import undo
from forum.items.commands.edit import edit
from forum.items.commands.merge import merge
from forum.items.commands.react import react
from forum.items.commands.read import mark_read
from forum.items.commands.reply import reply
from forum.items.commands.split import send, split
from forum.items.models.around import Link, Reaction, Reading, Watch
from forum.items.models.item import Item
from forum.items.models.post import Post, Revision
from forum.items.policy import Message
from forum.moderation.commands.report import report
from forum.moderation.models import Report
from forum.threads.commands import accept_answer
from forum.threads.models import Acceptance


def _post(item, number):
    return db.session.scalars(select(Post).where(Post.item_id == item.id, Post.number == number)).first()


def _numbers(item):
    return list(db.session.scalars(select(Post.number).where(Post.item_id == item.id).order_by(Post.number)))


def _split(world, item, numbers, **more):
    with transaction():
        values = {"title": "Un autre sujet : le puits", "space": world.space(), **more}
        return split(world.actor("mona"), item, numbers, **values)


def test_chosen_messages_become_a_discussion_by_their_first_author(world):
    question = world.question(replies=4)
    made, _act = _split(world, question, [3, 5])
    assert (made.kind, made.author_id, made.state) == ("thread", world.user("bruno").id, "public")
    assert "Réponse numéro 2" in made.source
    assert "Réponse numéro 4" in _post(made, 2).source
    assert _numbers(question) == [2, 4]
    assert (question.replies, made.replies) == (2, 1)


@pytest.mark.parametrize(
    "address",
    [
        "/threads/{id}?post=3",
        "/threads/{id}-{slug}?post=3",
        "/items/{id}?post=3",
        "/items/{id}/messages/3",
        "/items/{id}/messages/3/history",
    ],
)
def test_old_addresses_answer_301_to_the_new_place(world, as_, address):
    question = world.question(replies=4)
    made, _act = _split(world, question, [2, 3])
    browser, place = as_(None), address.format(id=question.id, slug=question.slug)
    for _hop in range(2):
        answer = browser.get(place)
        assert answer.status_code == 301
        place = answer.headers["Location"]
        if f"/threads/{made.id}-" in place:
            break
    assert place.endswith(f"/threads/{made.id}-{made.slug}?post=2#post-2")
    assert 'id="post-2"' in browser.get(place).get_data(as_text=True)


def test_a_message_that_moves_twice_takes_its_old_addresses_along(world, as_):
    question, other = world.question(replies=3), world.question(replies=1)
    made, _act = _split(world, question, [2, 3])
    with transaction():
        send(world.actor("mona"), made, [2], other)
    answer = as_(None).get(f"/items/{question.id}?post=3")
    assert answer.headers["Location"].endswith(f"/threads/{other.id}-{other.slug}?post=3#post-3")


def test_nobody_is_led_to_what_they_may_not_read(world, as_):
    closed = world.private_space("mona", "bruno")
    question = world.question(replies=3)
    made, _act = _split(world, question, [3], space=closed)
    assert as_(None).get(f"/items/{question.id}?post=3").status_code == 302
    answer = as_(None).get(f"/threads/{question.id}-{question.slug}?post=3")
    assert answer.status_code == 200
    assert made.slug not in answer.get_data(as_text=True)
    assert as_("bruno").get(f"/items/{question.id}?post=3").status_code == 301


def _loaded(world):
    """A question whose third message has all that a message can have."""
    question, cited = world.question(replies=2), world.question()
    bruno, mona = world.actor("bruno"), world.actor("mona")
    with transaction():
        post = reply(bruno, question, f"Voir /threads/{cited.id} et #{cited.id}.", reply_to=2)
        react(world.actor("awa"), Message(question, post.number, post), "thanks", on=True)
    with transaction():
        edit(bruno, Message(question, post.number, post), source=post.source + " Oui.", version=1)
        accept_answer(world.actor("awa"), question, post)
        report(mona, Message(question, post.number, post), reason="false", text="À vérifier.")
        answer = reply(world.actor("awa"), question, "Merci !", reply_to=post.number)
        mark_read(world.user("corinne").id, question.id, answer.number)
    return question, cited, post.number


def test_everything_follows_and_comes_back(world):
    question, cited, number = _loaded(world)
    made, act = _split(world, question, [2, number, number + 1])
    there = (made.id, 2)
    assert db.session.scalars(select(Reaction)).one().item_id == made.id
    assert [(row.item_id, row.number) for row in db.session.scalars(select(Revision))] == [there]
    assert [(row.item_id, row.number) for row in db.session.scalars(select(Report))] == [there]
    assert _post(made, 2).reactions == {"thanks": 1}
    assert (_post(made, 2).reply_to, _post(made, 3).reply_to) == (1, 2)
    kept = db.session.scalars(select(Acceptance)).one()
    assert (kept.thread_id, kept.number) == there
    tied = db.session.scalars(select(Link).where(Link.to_id == cited.id)).one()
    assert (tied.from_id, tied.number) == there
    read = db.session.get(Reading, (world.user("corinne").id, made.id))
    assert read.number == 3
    assert {"awa", "bruno"} <= {
        handle for handle in ("awa", "bruno", "zoe")
        if db.session.get(Watch, (world.user(handle).id, "item", made.id))
    }  # fmt: skip
    with transaction():
        undo(world.actor("mona"), act)
    db.session.expire_all()
    back = (question.id, number)
    assert [(row.item_id, row.number) for row in db.session.scalars(select(Report))] == [back]
    assert [(row.item_id, row.number) for row in db.session.scalars(select(Revision))] == [back]
    kept = db.session.scalars(select(Acceptance)).one()
    assert (kept.thread_id, kept.number) == back
    assert _numbers(question) == [2, 3, number, number + 1]
    assert (_post(question, number).reply_to, _post(question, number + 1).reply_to) == (2, number)
    assert made.state == "merged"


def test_after_undoing_the_address_of_what_was_made_leads_back(world, as_):
    question = world.question(replies=3)
    made, act = _split(world, question, [3, 4])
    late = world.reply(made, source="Arrivé entre-temps.")
    with transaction():
        undo(world.actor("mona"), act)
    for address in (f"/threads/{made.id}-{made.slug}", f"/items/{made.id}"):
        assert as_(None).get(address).headers["Location"].endswith(f"{question.slug}?post=3#post-3")
    answer = as_(None).get(f"/items/{made.id}?post={late.number}")
    assert answer.status_code == 301
    assert "entre-temps" in as_(None).get(answer.headers["Location"]).get_data(as_text=True)
    assert as_(None).get(f"/items/{question.id}?post=3").status_code == 302


def test_the_answer_that_becomes_the_text_loses_its_mark_until_it_is_undone(world):
    question = world.question()
    post = world.reply(question)
    with transaction():
        accept_answer(world.actor("awa"), question, post)
    _made, act = _split(world, question, [2])
    assert db.session.scalars(select(Acceptance)).all() == []
    with transaction():
        undo(world.actor("mona"), act)
    assert db.session.scalars(select(Acceptance)).one().number == 2


def test_what_stands_in_the_way_is_said(world):
    question = world.question(replies=2)
    for numbers in ([], [1, 2], [1]):
        with pytest.raises(Invalid):
            _split(world, question, numbers)
    with pytest.raises(Conflict):
        _split(world, question, [2, 99])
    with pytest.raises(Forbidden), transaction():
        split(world.actor("awa"), question, [2], title="Autre chose", space=world.space())
    other = world.question(space=world.space("occitanie"), by="zoe")
    with pytest.raises(Forbidden), transaction():
        send(world.actor("mona"), question, [2], other)


def test_undoing_ends_after_a_day_and_when_messages_went_on(world):
    question, other = world.question(replies=3), world.question()
    made, act = _split(world, question, [2, 3])
    with transaction():
        second = send(world.actor("mona"), made, [2], other)
    with pytest.raises(Conflict), transaction():
        undo(world.actor("mona"), act)
    with transaction():
        undo(world.actor("mona"), second)
    clock.set_for_tests(clock.now() + timedelta(hours=25))
    with pytest.raises(Conflict), transaction():
        undo(world.actor("mona"), act)


def _at(item, number, minutes):
    row = item if number == 1 else _post(item, number)
    row.created_at = clock.now() - timedelta(minutes=minutes)


def _two(world):
    """Two discussions whose messages alternate: A at 60 and 40 minutes, B at 50 and 30."""
    first, second = world.question(replies=1), world.question(replies=1, source="Le même forage.", by="bruno")
    with transaction():
        _at(first, 1, 60)
        _at(first, 2, 40)
        _at(second, 1, 50)
        _at(second, 2, 30)
    return first, second


@pytest.mark.parametrize(("order", "times"), [("date", [50, 40, 30]), ("end", [40, 50, 30])])
def test_two_discussions_become_one(world, as_, order, times):
    first, second = _two(world)
    with transaction():
        act = merge(world.actor("mona"), second, first, order)
    db.session.expire_all()
    rows = db.session.scalars(select(Post).where(Post.item_id == first.id).order_by(Post.number)).all()
    assert [round((clock.now() - row.created_at).total_seconds() / 60) for row in rows] == times
    assert (first.replies, second.state) == (3, "merged")
    browser = as_(None)
    answer = browser.get(f"/threads/{second.id}-{second.slug}")
    assert answer.status_code == 301
    assert f"/threads/{first.id}-{first.slug}?post=" in answer.headers["Location"]
    for number, item in ((2, first), (2, second)):
        place = browser.get(f"/items/{item.id}?post={number}").headers["Location"]
        assert browser.get(place).status_code == 200
    with transaction():
        undo(world.actor("mona"), act)
    db.session.expire_all()
    assert (_numbers(first), _numbers(second), second.state) == ([2], [2], "public")
    assert browser.get(f"/threads/{second.id}-{second.slug}").status_code == 200
    assert "Le même forage" in second.source


def test_who_followed_goes_on_following_and_what_came_from_it_stays_linked(world, as_):
    first, second = _two(world)
    third = world.question(by="awa")
    with transaction():
        db.session.add(Watch(user_id=world.user("zoe").id, subject="item", subject_id=second.id, level="first"))
        db.session.add(Link(from_id=third.id, to_id=second.id, relation="comes_from"))
    with transaction():
        act = merge(world.actor("mona"), second, first)
    assert db.session.get(Watch, (world.user("zoe").id, "item", first.id)).level == "first"
    assert db.session.get(Link, (third.id, first.id, "comes_from"))
    with transaction():
        undo(world.actor("mona"), act)
    assert db.session.get(Watch, (world.user("zoe").id, "item", first.id)) is None
    assert db.session.get(Link, (third.id, second.id, "comes_from"))


def test_what_was_read_stays_read(world):
    first, second = _two(world)
    with transaction():
        for handle, places in {"awa": (2, 2), "corinne": (2, 1), "nour": (2, 0)}.items():
            for item, number in zip((first, second), places, strict=True):
                if number:
                    mark_read(world.user(handle).id, item.id, number)
    with transaction():
        merge(world.actor("mona"), second, first)
    read = {handle: db.session.get(Reading, (world.user(handle).id, first.id)).number for handle in ("awa", "corinne")}
    assert read["awa"] == first.last_number
    assert read["corinne"] == first.last_number - 1
    assert db.session.get(Reading, (world.user("nour").id, first.id)).number < first.last_number


def test_a_merged_discussion_leaves_lists_and_search(world, as_):
    first, second = _two(world)
    ids = (first.id, second.id)
    world.follow()
    first, second = (db.session.get(Item, each) for each in ids)
    with transaction():
        merge(world.actor("mona"), second, first)
    world.follow()
    first, second = (db.session.get(Item, each) for each in ids)
    assert second.title not in as_(None).get("/threads/").get_data(as_text=True)
    found = as_(None).get("/api/v1/search?q=forage").get_json()["results"]
    assert [row["id"] for row in found] == [first.id]
    assert as_("mona").get(f"/threads/{second.id}-{second.slug}").status_code == 301
    assert db.session.get(Item, second.id).title == second.title


def test_messages_put_into_another_discussion_come_back_with_both_lines(world, as_):
    question, other = world.question(replies=3), world.question(replies=1)
    with transaction():
        act = send(world.actor("mona"), question, [2, 4], other)
    here = as_(None).get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    there = as_(None).get(f"/threads/{other.id}-{other.slug}").get_data(as_text=True)
    assert "Mona a déplacé 2 messages vers" in here
    assert "Mona a apporté ici 2 messages de" in there
    assert (_numbers(question), _numbers(other)) == ([3], [2, 3, 4])
    with transaction():
        undo(world.actor("mona"), act)
    assert (_numbers(question), _numbers(other)) == ([2, 3, 4], [2])
    for item in (question, other):
        assert "Mona a" not in as_(None).get(f"/threads/{item.id}-{item.slug}").get_data(as_text=True)
    assert as_(None).get(f"/items/{other.id}?post=3").headers["Location"].endswith("?post=2#post-2")
