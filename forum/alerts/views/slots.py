"""What lists show of this room: keeping the search, its feeds."""

from typing import Any

from flask import render_template, request

from forum.alerts.queries import kept_of
from forum.web.slots import fills


@fills("under a filtered list", position=10)
def save_this(kind_name: str, words: Any = None) -> str:
    """Keep this search; private address of its feed."""
    place = {"resource": "resources", "search": "search"}.get(kind_name, "")
    kept = kept_of(place, request.args) if place else {}
    return render_template("alerts/_save.html", place=place, kept=kept, of=request.full_path.rstrip("?"))


@fills("in the settings", position=25)
def in_settings(person: object) -> str:
    """The way to saved searches and private addresses."""
    return render_template("alerts/_in_settings.html")
