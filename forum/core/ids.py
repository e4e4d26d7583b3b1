"""Short names for addresses, and secrets that nobody can guess."""

import re
import secrets
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"})


def slug_of(text: str, limit: int = 60) -> str:
    """`Où trouver de l’eau ?` → `ou-trouver-de-l-eau`; never empty."""
    plain = without_accents(text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > limit:
        words = words[: limit + 1].rsplit("-", 1)[0][:limit].strip("-")
    return words or "sans-titre"


def folded(text: str) -> str:
    """`Zoé Le Goff` → `zoe le goff`: what names begin with, whatever the accents typed."""
    return " ".join(without_accents(text).replace("’", "'").lower().split())


def without_accents(text: str) -> str:
    """`Œuvre à Zoé` → `Oeuvre a Zoe`."""
    plain = unicodedata.normalize("NFKD", text.translate(LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def secret(size: int = 32) -> str:
    """A random text for tokens and session keys; `size` bytes of chance."""
    return secrets.token_urlsafe(size)
