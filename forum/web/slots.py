"""Slots: a room below names a place in its page, rooms above fill it. Nobody below imports anybody above."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup

from forum.web.locale import locale

Filler = Callable[..., str]
_fillers: dict[str, list[tuple[int, Filler]]] = {}


def fills(name: str, position: int = 50) -> Callable[[Filler], Filler]:
    """Register a function that answers HTML (or "") for a slot; lower positions come first."""

    def register(function: Filler) -> Filler:
        entries = _fillers.setdefault(name, [])
        if function not in [known for _position, known in entries]:
            entries.append((position, function))
            entries.sort(key=lambda entry: entry[0])
        return function

    return register


def slot(name: str, *subjects: Any) -> Markup:
    """What the rooms above have to say here."""
    return Markup("".join([function(*subjects) for _position, function in _fillers.get(name, ())]))


def small(template: str, **values: Hashable) -> Markup:
    """A small part that says the same to all readers with the same values and language, made once.

    For what stands on every page or beside every message. `values`: numbers, words, truths; neither reader nor token.
    """
    made = _small.__wrapped__ if current_app.debug else _small
    return made(template, locale(), tuple(values.items()))


@lru_cache(maxsize=8000)
def _small(template: str, _locale: str, values: tuple[tuple[str, Hashable], ...]) -> Markup:
    return Markup(render_template(template, **dict(values)))


def setup(app: Flask) -> None:
    """`{{ slot("beside an item", thread) }}` and `{{ small("shared/_keys.html") }}` in templates."""
    app.jinja_env.globals.update(slot=slot, small=small)
