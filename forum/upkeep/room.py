"""Wires the room into the application."""

from flask import Flask

from forum.upkeep import commands, due, followers, letter, policy, views
from forum.upkeep.words import WHATS

WIRED = (commands, followers, letter, policy)  # imported for jobs, reactions and rules


def setup(app: Flask) -> None:
    """Routes, slots, and the age of a verification for templates."""
    app.register_blueprint(views.bp)
    app.jinja_env.globals.update(check_is_due=due.is_due, signal_words=WHATS)
