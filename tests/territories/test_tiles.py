"""The schematic maps show every territory once."""

import pytest

from forum.territories.queries import tree
from forum.territories.tiles import DEPARTMENTS, REGIONS


@pytest.mark.parametrize(("kind", "places"), [("region", REGIONS), ("department", DEPARTMENTS)])
def test_every_territory_has_a_tile_of_its_own(app, kind, places):
    with app.app_context():
        codes = {node.code for node in tree().of_kind(kind)}
    assert set(places) == codes
    assert len({(column, row) for _abbreviation, column, row in places.values()}) == len(codes)
