"""Wires the room into the application."""

from flask import Flask

from forum.guests import jobs, queries
from forum.guests.views import entering, hosting, mine
from forum.guests.views.ground import bp, letters_bp
from forum.spaces.actors import let_in_by

WIRED = (jobs, entering, hosting, mine)  # imported for routes, slots and what the worker does


def setup(app: Flask) -> None:
    """Routes; actors know what they were invited to."""
    let_in_by(queries.let_in)
    app.register_blueprint(bp)
    app.register_blueprint(letters_bp)
