"""What the tests of all routes share."""

import pytest

from tests.house.walk import Walk
from tests.snapshots import Snapshot


@pytest.fixture
def walk(app, world, as_):
    """The world with one public and one private thing of each kind, brought back before each request."""
    walk = Walk(app, world, as_)
    snapshot = Snapshot()
    walk.restore = snapshot.restore
    yield walk
    snapshot.close()
