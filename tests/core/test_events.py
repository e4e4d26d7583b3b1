"""The outbox: in commit order, at least once, set aside rather than stuck."""

import pytest
from sqlalchemy import select

from forum.core import events
from forum.core.db import db, transaction
from forum.core.worker import Worker


@pytest.fixture
def follower(request):
    """A follower of `test.*` that remembers what it was given."""
    given: list[int] = []

    def handle(batch):
        if any(event.data.get("poison") for event in batch):
            raise ValueError("cannot take this")
        given.extend(event.data["n"] for event in batch)

    events.follows("test.*", name="test")(handle)
    yield given
    events._followers.pop("test")


def _emit(*numbers: int, **data) -> None:
    with transaction():
        for n in numbers:
            events.emit("test.happened", actor_id=None, n=n, **data)


def test_a_follower_gets_every_event_once_and_in_order(app, follower):
    worker = Worker(app.app_context)
    _emit(1, 2, 3)
    worker.drain()
    _emit(4)
    worker.drain()
    worker.drain()
    assert follower == [1, 2, 3, 4]


def test_a_change_that_fails_leaves_no_event(app, follower):
    with pytest.raises(RuntimeError), transaction():
        events.emit("test.happened", actor_id=None, n=1)
        raise RuntimeError("the change failed")
    Worker(app.app_context).drain()
    assert follower == []


def test_an_event_that_cannot_be_taken_is_set_aside_and_the_rest_goes_on(app, follower):
    _emit(1)
    _emit(2, poison=True)
    _emit(3)
    Worker(app.app_context).drain()
    assert follower == [1, 3]
    assert db.session.scalars(select(events.Failure.follower)).all() == ["test"]


def test_overlapping_writers_lose_nothing(app, follower):
    """Writer A takes its id first and commits last: a cursor over ids alone would pass A by."""
    if db.engine.dialect.name == "sqlite":
        _emit(1)  # SQLite has one writer: ids are in commit order, there is nothing to overlap
        Worker(app.app_context).drain()
        assert follower == [1]
        return
    insert = events.Event.__table__.insert()
    values = {"name": "test.happened", "at": events.clock.now()}
    worker = Worker(app.app_context)
    with db.engine.connect() as slow, db.engine.connect() as quick:
        first = slow.begin()
        slow.execute(insert.values(data={"n": 1}, **values))
        with quick.begin():
            quick.execute(insert.values(data={"n": 2}, **values))
        worker.drain()
        seen_while_open = list(follower)
        first.commit()
    worker.drain()
    assert seen_while_open == []
    assert sorted(follower) == [1, 2]


def test_changes_outside_of_a_transaction_are_refused(world):
    space = world.space()
    space.name = "Autre nom"
    with pytest.raises(RuntimeError, match="outside"):
        db.session.flush()
    db.session.rollback()
