"""Wires the room into the application. Letters come in by the command line: there are no pages."""

from flask import Flask

from forum.correspondence import jobs, models

WIRED = (models, jobs)  # imported for the table and for what the worker does


def setup(app: Flask) -> None:
    """Nothing to mount."""
