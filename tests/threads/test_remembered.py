"""Parts of a discussion's page that were made before are what would be made now, for every reader."""

import re

import pytest

from forum.core.db import db, transaction
from forum.items.commands.keep import make_wiki, note, rename
from forum.items.commands.link import link
from forum.items.commands.publish import classify
from forum.items.commands.react import react
from forum.items.commands.read import mark_read
from forum.items.commands.show_in import show_in
from forum.items.commands.state import close, delete, move, pin
from forum.items.commands.watch import keep_draft, watch
from forum.items.policy import Message
from forum.items.queries.heads import message
from forum.threads.commands import accept_answer, take_back_answer

READERS = (None, "awa", "bruno", "mona", "corinne", "stef", "nour", "zoe", "ada")
ANEW = re.compile(r'X-CSRFToken": "[^"]+|name="csrf_token" value="[^"]+|name="key" value="[^"]+')
PART = "threads/show.html"


def _address(item) -> str:
    return f"/threads/{item.id}-{item.slug}"


def _page(browser, item) -> str:
    answer = browser.get(_address(item), follow_redirects=True)
    return ANEW.sub("", answer.get_data(as_text=True))


def _kept(app) -> int:
    return sum(base[0] == PART for base, _answers in app.extensions["remembered"].kept)


def _react(world, item, who, number=1, on=True):
    react(world.actor(who), message(item, number, world.actor(who)), "thanks", on=on)


def _first(item) -> Message:
    return Message(item, 1, item)


ACTS = {
    "nothing": lambda world, item: None,
    "a reply": lambda world, item: world.reply(item, by="mona", source="Encore une piste."),
    "a reaction": lambda world, item: _react(world, item, "bruno"),
    "a reaction to a reply": lambda world, item: _react(world, item, "awa", 2),
    "a reaction taken back": lambda world, item: _react(world, item, "bruno", on=False),
    "a draft": lambda world, item: keep_draft(world.actor("bruno"), f"item/{item.id}", "", "Je commence à répondre"),
    "a follow": lambda world, item: watch(world.actor("nour"), "item", item.id, "all"),
    "read to the end": lambda world, item: mark_read(world.user("bruno").id, item.id, item.last_number),
    "read in part": lambda world, item: mark_read(world.user("zoe").id, item.id, 2),
    "accepted": lambda world, item: accept_answer(world.actor("awa"), item, message(item, 2, world.actor("awa")).row),
    "taken back": lambda world, item: take_back_answer(world.actor("awa"), item),
    "labels": lambda world, item: classify(item, [], ["pompe", "solaire"]),
    "a link": lambda world, item: link(world.actor("ada"), item, world.question(by="bruno", title="Un autre forage ?")),
    "a new title": lambda world, item: rename(world.actor("ada"), item, "Un forage au Sénégal, mais où ?"),
    "wiki": lambda world, item: make_wiki(world.actor("ada"), _first(item), on=True),
    "a note of keepers": lambda world, item: note(world.actor("ada"), _first(item), "À suivre de près."),
    "elsewhere too": lambda world, item: show_in(world.actor("ada"), item, world.space("national")),
    "pinned": lambda world, item: pin(world.actor("ada"), item, pinned=True),
    "a reply goes": lambda world, item: delete(world.actor("ada"), message(item, 3, world.actor("ada"))),
    "closed": lambda world, item: close(world.actor("ada"), item, closed=True, reason="Tout est dit."),
    "moved": lambda world, item: move(world.actor("ada"), item, world.space("national")),
}  # fmt: skip


def test_a_remembered_page_is_the_one_that_would_be_made(world, as_, app):
    item = world.question(replies=3)
    browsers = {who: as_(who) for who in READERS}
    for deed, act in ACTS.items():
        with transaction():
            act(world, db.session.get_one(type(item), item.id))
        item = db.session.get_one(type(item), item.id)
        app.extensions["kept"].clear()
        for _turn in range(2):  # the second time all are given what the first ones had made
            given = {who: _page(browsers[who], item) for who in READERS}
        for who in READERS:
            app.extensions["remembered"].clear()
            app.extensions["kept"].clear()
            assert given[who] == _page(browsers[who], item), f"{who} after {deed}"


def test_members_who_may_the_same_share_what_was_made_and_nobody_elses_name(world, as_, app):
    item = world.question(replies=2)
    bruno, nour = as_("nour"), as_("zoe")
    first = _page(bruno, item)
    made = _kept(app)
    assert made == 1
    second = _page(nour, item)
    assert _kept(app) == made
    assert world.user("nour").name in first
    assert world.user("nour").name not in second
    assert world.user("zoe").name in second


def test_the_author_and_the_keeper_have_their_own(world, as_, app):
    item = world.question(replies=1)
    plain = _page(as_("zoe"), item)
    author = _page(as_("awa"), item)
    keeper = _page(as_("ada"), item)
    assert f"/items/{item.id}/messages/1/edit" in author
    assert f"/items/{item.id}/messages/2/edit" in keeper
    assert "/edit" not in plain
    assert "/edit" not in _page(as_("nour"), item)


def test_each_page_has_a_token_and_a_key_of_its_own(world, as_):
    item = world.question()
    key = re.compile(r'name="key" value="([^"]+)')
    token = re.compile(r'name="csrf_token" value="([^"]+)')
    one, other = (as_(who).get(_address(item)).get_data(as_text=True) for who in ("nour", "zoe"))
    assert not set(key.findall(one)) & set(key.findall(other))
    assert len(set(token.findall(one))) == len(set(token.findall(other))) == 1
    assert set(token.findall(one)) != set(token.findall(other))
    assert "\x00" not in one + other


@pytest.mark.parametrize("who", ["nour", "mona"])
def test_a_page_that_asks_the_database_for_a_part_is_not_kept(world, as_, app, who):
    item = world.question(replies=1)
    with transaction():
        note(world.actor("ada"), _first(db.session.get_one(type(item), item.id)), "À suivre.")
    _page(as_(who), item)
    assert _kept(app) == 0
