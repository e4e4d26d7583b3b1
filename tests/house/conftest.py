"""What the tests of all routes share."""

import sqlite3

import pytest

from forum.core.db import db
from tests.house.walk import Walk


@pytest.fixture
def walk(app, world, as_):
    """The world with one public and one private thing of each kind, brought back before each request."""
    if db.engine.dialect.name != "sqlite":
        pytest.fail("the walk restores an SQLite snapshot: it runs on the embedded size")
    walk = Walk(app, world, as_)
    db.session.remove()
    snapshot = sqlite3.connect(":memory:")
    live = db.engine.raw_connection()
    live.driver_connection.backup(snapshot)
    walk.restore = lambda: snapshot.backup(live.driver_connection)
    yield walk
    live.close()
    snapshot.close()
