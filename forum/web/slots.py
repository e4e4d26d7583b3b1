"""Slots: a room below names a place in its page, rooms above fill it. Nobody below imports anybody above."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from markupsafe import Markup

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
    return Markup("").join(Markup(function(*subjects)) for _position, function in _fillers.get(name, ()))


def setup(app: Flask) -> None:
    """`{{ slot("beside an item", thread) }}` in templates."""
    app.jinja_env.globals["slot"] = slot
