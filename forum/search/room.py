"""Wires the room into the application."""

from flask import Flask

from forum.search import api, followers, jobs, policy
from forum.search.engine import settle
from forum.search.views import curating, looking
from forum.search.views.ground import bp
from forum.web.security import csrf

WIRED = (followers, jobs, policy, curating, looking)  # imported for their reactions, jobs, rules and routes


def setup(app: Flask) -> None:
    """Routes, and where the index lies."""
    settle(app.extensions["settings"])
    app.register_blueprint(bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    csrf.exempt(looking.told)  # counts words for nobody in particular
