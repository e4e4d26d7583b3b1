"""Wires the room into the application. Letters come in by the command line; links of letters lead to one page."""

from flask import Flask

from forum.correspondence import jobs, models, views

WIRED = (models, jobs)  # imported for the tables and for what the worker does


def setup(app: Flask) -> None:
    """The page of links that letters carry."""
    app.register_blueprint(views.bp)
