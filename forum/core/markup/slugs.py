"""Words to identifiers that stand in an address: « Réunion d’été » → reunion-d-ete."""

import re
import unicodedata


def slug(text: str, limit: int = 60) -> str:
    """Lower case without accents, words joined by single hyphens; may be empty."""
    folded = unicodedata.normalize("NFKD", text[:400].lower().replace("œ", "oe").replace("æ", "ae"))
    ascii_only = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return "-".join(re.findall(r"[a-z0-9]+", ascii_only))[:limit].strip("-")
