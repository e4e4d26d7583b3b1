"""What the voter of a secret poll keeps: short enough to be copied by hand. Only its digest is stored."""

import secrets
from hashlib import sha256

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are taken for another


def receipt() -> str:
    """Four times four letters: 80 bits of chance."""
    letters = [secrets.choice(LETTERS) for _each in range(16)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))


def digest_of(text: str) -> str:
    """The digest of a receipt, however it was typed."""
    return sha256("".join(each for each in text.upper() if each in LETTERS).encode()).hexdigest()
