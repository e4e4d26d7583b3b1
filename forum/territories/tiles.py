"""Places of the regions on a schematic grid."""

REGIONS: dict[str, tuple[str, int, int]] = {}
