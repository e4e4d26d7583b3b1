"""A web server of the tests' own, and whoever may ask it."""

import pytest

from forum.core.outside import Guard
from forum.links.asking import Asker
from tests.links.server import serving


@pytest.fixture
def pages():
    """A real server with pages that answer as they are told."""
    with serving() as served:
        yield served


@pytest.fixture
def asker(pages):
    """Asks that server, and nobody else of this machine."""
    return Asker(Guard(frozenset({("127.0.0.1", pages.port)})))
