"""Words to identifiers that stand in an address: « Réunion d’été » → reunion-d-ete."""

import re

from forum.core.ids import without_accents


def slug(text: str, limit: int = 60) -> str:
    """Lower case without accents, words joined by single hyphens; may be empty."""
    return "-".join(re.findall(r"[a-z0-9]+", without_accents(text[:400]).lower()))[:limit].strip("-")
