"""Asking what is due: politely, in turn, on a real server."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.events import Event
from forum.items.models.item import Item
from forum.links.asking import Asker, ask_due
from forum.links.models import WebHost, WebLink
from forum.links.queries import said


def links() -> list[WebLink]:
    db.session.expire_all()
    return list(db.session.scalars(select(WebLink).order_by(WebLink.id)))


def ahead(**more: float) -> None:
    clock.set_for_tests(clock.now() + timedelta(**more))


@pytest.fixture
def linked(world, pages):
    """A question with a link to a page of the server, which the worker has seen."""
    item_id = world.question(source=f"Voir {pages.url('/aide')} pour la suite.").id
    world.follow()
    ahead(minutes=6)
    return item_id


def test_a_link_that_answers_is_asked_again_in_a_month(linked, pages, asker):
    pages.answers["/aide"] = (200, {})
    assert (ask_due(asker), ask_due(asker)) == (1, 0)
    (link,) = links()
    assert link.state == "good" and (link.next_at - clock.now()).days in range(26, 34)
    assert "Palabre/" in pages.asked[0][2] and "+http" in pages.asked[0][2]


def test_it_dies_over_days_is_told_and_comes_back(world, linked, pages, asker):
    for days in (1, 2):
        assert ask_due(asker) == 1
        assert links()[0].state == "failing"
        ahead(days=days, minutes=1)
    assert ask_due(asker) == 1
    assert links()[0].state == "dead"
    assert (item := db.session.get(Item, linked)).dead_links == 1
    stamp = item.stamp
    pages.answers["/aide"] = (200, {})
    ahead(days=4, minutes=1)
    assert ask_due(asker) == 1
    item = db.session.get(Item, linked)
    assert (links()[0].state, item.dead_links) == ("good", 0)
    assert item.stamp > stamp, "kept pages are made again"
    names = db.session.scalars(select(Event.name).where(Event.name.like("link.%")).order_by(Event.id)).all()
    assert names == ["link.dead", "link.alive"]


def test_one_machine_is_asked_one_question_at_a_time_with_a_pause(world, pages, asker):
    for each in range(3):
        pages.answers[f"/{each}"] = (200, {})
    world.question(source=" ".join(pages.url(f"/{each}") for each in range(3)))
    world.follow()
    ahead(minutes=6)
    assert (ask_due(asker), ask_due(asker)) == (1, 0)
    ahead(seconds=11)
    assert (ask_due(asker), ask_due(asker)) == (1, 0)
    assert len(pages.asked) == 2


def test_whoever_asks_to_be_left_alone_is_left_alone_for_all_its_pages(world, pages, asker):
    pages.answers |= dict.fromkeys(("/a", "/b"), (429, {"Retry-After": "7200"}))
    world.question(source=f"{pages.url('/a')} et {pages.url('/b')}")
    world.follow()
    ahead(minutes=6)
    assert ask_due(asker) == 1
    asked = len(pages.asked)
    ahead(hours=1)
    assert ask_due(asker) == 0
    ahead(hours=1, minutes=5)
    assert ask_due(asker) == 1
    assert len(pages.asked) > asked


def test_our_own_network_is_never_asked(linked, pages):
    assert ask_due(Asker()) == 1
    assert (links()[0].state, links()[0].problem) == ("unasked", "port")
    assert pages.asked == []


def test_examples_and_hidden_pages_are_not_asked(world, linked, pages, asker):
    with transaction():
        db.session.get(Item, linked).is_example = True
    assert ask_due(asker) == 0
    with transaction():
        db.session.get(Item, linked).is_example = False
        db.session.get(Item, linked).state = "hidden"
    assert ask_due(asker) == 0
    assert pages.asked == []


def test_when_everybody_is_silent_it_is_our_own_line(world, monkeypatch):
    urls = [f"http://site{each}.invalid/" for each in range(5)]
    world.question(source=" ".join(urls))
    world.follow()
    ahead(minutes=6)
    assert ask_due(Asker()) == 5
    assert {(link.state, link.failures) for link in links()} == {("new", 0)}
    assert all(link.next_at > clock.now() for link in links())


def test_a_machine_that_somebody_else_asks_is_not_asked(linked, pages, asker):
    with transaction():
        for host in db.session.scalars(select(WebHost)):
            host.next_at = clock.now() + timedelta(minutes=5)
    assert ask_due(asker) == 0


def test_a_round_with_a_slow_machine_ends(linked, pages, asker, monkeypatch):
    monkeypatch.setattr("forum.core.asking.READ", 0.3)
    pages.answers["/aide"] = lambda handler: time.sleep(1.5) or (200, {})
    began = time.monotonic()
    assert ask_due(asker) == 1
    assert links()[0].problem == "time"
    assert time.monotonic() - began < 3


def test_the_check_of_the_installation_says_when_nobody_asks(linked):
    assert said(is_on=True).startswith("1 known")
    ahead(days=3)
    with pytest.raises(RuntimeError, match="worker"):
        said(is_on=True)
    assert "FORUM_CHECK_LINKS" in said(is_on=False)


def test_figures_stand_in_the_metrics(linked, as_):
    assert 'palabre_links{state="new"} 1.0' in as_(None).get("/metrics").get_data(as_text=True)
