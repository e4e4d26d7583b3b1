"""Wires the room into the application."""

from flask import Flask


def setup(app: Flask) -> None:
    """Routes."""
