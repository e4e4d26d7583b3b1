"""Wires the room into the application."""

from flask import Flask

from forum.upkeep import models

WIRED = (models,)


def setup(app: Flask) -> None:
    """Routes and slots."""
