"""The demonstration: alive, fictional, and the same however often it is loaded."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.events import Event
from forum.demo.data_files import data
from forum.demo.load import greet, load, load_if_empty
from forum.demo.people import PASSWORD
from forum.documents.models import Document, Suggestion
from forum.documents.queries import is_overdue
from forum.guides.models import Guide, Part
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.links.asking import due
from forum.links.models import WebLink
from forum.moderation.models import Report
from forum.needs.models import Need, Step, Support
from forum.people.commands import authenticate
from forum.people.models import User
from forum.resources.models import Resource
from forum.spaces.models import JoinRequest
from forum.upkeep.models import Signal
from tests.snapshots import Snapshot


@pytest.fixture(scope="session")
def loaded():
    """The snapshot of the data as it was loaded for the first test that asked."""
    snapshots: list[Snapshot] = []
    yield snapshots
    for snapshot in snapshots:
        snapshot.close()


@pytest.fixture
def demo(app, loaded):
    """The data, loaded."""
    if loaded:
        loaded[0].restore()
    else:
        assert load_if_empty()
        loaded.append(Snapshot())
    return app


def counted(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def test_all_of_the_files_is_there_and_twice_is_once(demo):
    for name, kind in (("threads", "thread"), ("practices", "document"), ("resources", "resource")):
        wanted = {row["id"] for row in data(name)[name]}
        there = set(db.session.scalars(select(Item.external_id).where(Item.kind == kind)))
        assert wanted <= there
    events = counted(Event)
    load()
    assert counted(Event) == events
    assert not load_if_empty()


def test_a_change_to_a_practice_document_waits_once(demo):
    load()
    assert counted(Suggestion, Suggestion.state == "open") == 1


def test_every_account_signs_in_and_no_address_exists(demo):
    for row in data("more")["accounts"]:
        user = authenticate(row["handle"], PASSWORD)
        assert user is not None
        assert user.email.endswith("@example.org")
        assert row["handle"] in greet()
    assert PASSWORD in greet()
    assert counted(User, User.state == "named", User.password_hash != "") == 0


def test_threads_are_shown_as_examples_in_the_space_of_their_region(demo):
    rows = select(Item).where(Item.external_id.in_(("fil-001", "fil-043")))
    spaces = {item.external_id: (item.is_example, item.space_id) for item in db.session.scalars(rows)}
    from forum.demo.people import space

    assert spaces["fil-001"] == (True, space("bretagne").id)
    assert spaces["fil-043"] == (True, space("national").id)


def test_needs_climbed_with_associations_behind_them(demo):
    needs = db.session.scalars(select(Need)).all()
    assert len(needs) == 10
    assert {need.status for need in needs} == {"relayed", "addressed", "answered"}
    for need in needs:
        assert need.voices == counted(Support, Support.need_id == need.id) >= 2
        steps = db.session.scalars(select(Step).where(Step.need_id == need.id).order_by(Step.at, Step.id)).all()
        assert steps[0].deed == "voiced"
        assert steps[-1].level == need.level
        assert all(one.at <= two.at for one, two in zip(steps, steps[1:], strict=False))


def test_some_reviews_are_overdue_and_unsure_facts_say_so(demo):
    overdue = [each for each in db.session.scalars(select(Document)) if is_overdue(each.review_by)]
    assert 2 <= len(overdue) <= 6
    assert counted(Resource, Resource.confidence == "low") == 12


def test_something_waits_for_those_who_keep_the_space(demo):
    assert counted(Post, Post.state == "pending") == 1
    assert counted(Report, Report.state == "open") == 1
    assert counted(Resource, Resource.standing == "proposed") == 2
    assert counted(JoinRequest) == 1
    assert counted(Signal, Signal.state == "open") == 1
    assert counted(WebLink, WebLink.state == "dead") == 1
    assert counted(Item, Item.dead_links > 0) >= 1


def test_links_of_the_demonstration_are_known_and_never_asked(demo):
    load()
    assert counted(WebLink) > 60
    assert due(clock.now() + timedelta(days=3650)) == []


def test_visitors_see_nothing_of_the_closed_spaces(demo):
    demo.extensions["kept"].clear()
    html = demo.test_client().get("/threads/").get_data(as_text=True)
    assert "Journée régionale" not in html
    assert "Markala" not in html


def test_two_accounts_speak_in_private(demo):
    item = db.session.scalars(select(Item).where(Item.kind == "conversation")).one()
    assert (item.is_example, item.last_number) == (True, 3)


def test_a_guide_leads_through_a_first_project(demo):
    load()
    (guide,) = db.session.scalars(select(Guide)).all()
    parts = db.session.scalars(select(Part).where(Part.guide_id == guide.id).order_by(Part.position)).all()
    assert [part.title for part in parts if part.depth == 0] == ["Avant de partir", "Pendant le projet", "Et après"]
    assert sum(part.item_id is not None for part in parts) == 8
