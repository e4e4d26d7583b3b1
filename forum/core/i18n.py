"""Messages in the language of whoever reads them. `web` tells which language a request speaks."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from typing import Any
from unicodedata import normalize

from babel.support import LazyProxy

from forum.paths import PACKAGE

# English is the language of the sources: its catalogue is empty by definition.
_spoken: ContextVar[str | Callable[[], str]] = ContextVar("language", default="fr")


class Language:
    """The language being spoken. Set to a function, it is asked only when a sentence is needed:
    a request that says nothing need not load its reader."""

    def get(self) -> str:
        """fr or en."""
        spoken = _spoken.get()
        return spoken if isinstance(spoken, str) else spoken()

    def set(self, spoken: str | Callable[[], str]) -> None:
        """For this request, mail or command."""
        _spoken.set(spoken)


language = Language()


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """What is said inside is said in this language; afterwards the one before is spoken again."""
    before = language.get()
    language.set(locale)
    try:
        yield
    finally:
        language.set(before)


@lru_cache
def catalogue(locale: str) -> NullTranslations:
    """The compiled catalogue of a locale; English and unknown ones answer the source."""
    path = PACKAGE / "translations" / locale / "LC_MESSAGES" / "messages.mo"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        return GNUTranslations(file)


def _(message: str, **values: Any) -> str:
    """The message in the current language, with `%(name)s` filled in."""
    text = catalogue(language.get()).gettext(message)
    return _elided(text, values) % values if values else text


def ngettext(singular: str, plural: str, n: int, **values: Any) -> str:
    """The right plural form for `n`; `%(n)s` and other values are filled in."""
    text = catalogue(language.get()).ngettext(singular, plural, n)
    return _elided(text, values) % {"n": n, **values}


ELIDED = re.compile(r"\b([Dd]|[Qq]u)e %\((\w+)\)s")


def _elided(text: str, values: dict[str, Any]) -> str:
    """D’Awa, de Bruno: French drops an e before a name that begins with a vowel."""
    if "e %(" not in text or language.get() != "fr":
        return text
    return ELIDED.sub(lambda found: f"{found[1]}’%({found[2]})s" if _opens(values.get(found[2])) else found[0], text)


def _opens(value: Any) -> bool:
    """Does it begin with a vowel, accents aside? Those after h and y are written both ways: left as they are."""
    return isinstance(value, str) and normalize("NFD", value[:1]).casefold()[:1] in tuple("aeiouœæ")


def lazy(message: str, **values: Any) -> LazyProxy:
    """A message translated when it is shown: for labels that are made at import."""
    return LazyProxy(_, message, enable_cache=False, **values)


def as_said(day: str, locale: str) -> str:
    """1er décembre, as French says the first of a month. Babel does not: may go the day it does."""
    return re.sub(r"(?<!\d)1 (?=[^\W\d])", "1er ", day, count=1) if locale == "fr" else day
