"""A scheme for the whole country, which territories complement."""

from datetime import UTC, date, datetime

import pytest

from forum.core import clock
from forum.resources.models import Resource
from forum.territories.queries import tree
from tests.resources.made import resource


@pytest.fixture
def scheme(world) -> Resource:
    """A scheme for all of France, up to 5,000 €, that closes on the 31st of March 2027."""
    clock.set_for_tests(datetime(2026, 12, 1, 10, tzinfo=UTC))
    return resource(world, territories=[tree().codes["fr"].id], territory_id=tree().codes["fr"].id, max_amount=5000,
                    min_amount=500, deadline=date(2027, 3, 31), contact="siege@fonds.test", space=world.space())  # fmt: skip
