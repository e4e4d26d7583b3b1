"""Wires the room into the application."""

from flask import Flask

from forum.territories import queries, vocabulary


def setup(app: Flask) -> None:
    """Names of territories and words of the vocabulary, for templates."""
    app.jinja_env.globals.update(tree=queries.tree, themes=queries.themes)
    app.jinja_env.filters.update(place_name=vocabulary.place_name)
