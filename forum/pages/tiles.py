"""The regions as tiles of a schematic map, with their counts."""

from dataclasses import dataclass

from forum.territories.queries import tree
from forum.territories.tiles import REGIONS


@dataclass(frozen=True, slots=True)
class Tile:
    """One region: where it lies on the grid, how many publications, how dark (0 to 4)."""

    code: str
    abbreviation: str
    name: str
    url: str
    count: int
    column: int
    row: int
    shade: int


def region_tiles(counts: dict[int, int]) -> list[Tile]:
    """All regions in the order of their names. `counts`: by territory id."""
    nodes = tree().codes
    most = max((count for count in counts.values()), default=1) or 1
    tiles = []
    for code, (abbreviation, column, row) in REGIONS.items():
        if code in nodes:
            node = nodes[code]
            count = counts.get(node.id, 0)
            shade = 0 if not count else min(4, 1 + int(3 * count / most))
            tiles.append(Tile(code, abbreviation, node.name, f"/territories/{code}", count, column, row, shade))
    return sorted(tiles, key=lambda tile: tile.name)
