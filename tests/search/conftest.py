"""Each test begins with an empty index."""

import pytest

from forum.search.engine import engine


@pytest.fixture
def indexed(world):
    """`indexed()` lets the followers work; the index is empty before and after."""
    engine().clear()
    yield world.follow
    engine().clear()
