"""Passwords: Argon2id, and a rule that asks for length rather than for signs."""

from functools import cache

from pwdlib import PasswordHash

from forum.core.errors import Invalid
from forum.core.i18n import _

SHORTEST = 10
# Words that guessers try first; compared without case, and as the beginning of the password.
COMMON = ("motdepasse", "password", "azertyuiop", "qwertyuiop", "1234567890", "0123456789", "jetaimejetaime", "palabre")


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")


def hashed(password: str) -> str:
    """Argon2id with its salt and parameters."""
    return _hasher().hash(password)


def matches(password: str, kept: str) -> bool:
    """Is it the password? An account without one, or none at all, takes the same time."""
    try:
        return _hasher().verify(password, kept or _nobody()) and bool(kept)
    except Exception:  # a damaged hash opens nothing
        return False


def checked(password: str, *personal: str) -> str:
    """The password, if it may be kept. Raises Invalid with what to do."""
    lower = password.lower()
    if len(password) < SHORTEST:
        raise Invalid(
            fields={"password": _("Choose at least %(n)s characters: a short sentence works well.", n=SHORTEST)}
        )
    if len(password) > 200:
        raise Invalid(fields={"password": _("Choose at most 200 characters.")})
    known = [word.lower() for word in personal if word]
    if lower in known or any(lower.startswith(word) and len(lower) < len(word) + 4 for word in (*COMMON, *known)):
        raise Invalid(
            fields={"password": _("This one is among the first to be guessed: choose a sentence of your own.")}
        )
    if len(set(lower)) < 4:
        raise Invalid(
            fields={"password": _("This one is among the first to be guessed: choose a sentence of your own.")}
        )
    return password
