"""Wires the room into the application."""

from flask import Flask

from forum.files import api, forms, jobs, low_data, views
from forum.files.kinds import weight
from forum.files.storage import storage_for
from forum.web.security import csrf

JOBS = (jobs,)  # imported for what they register


def setup(app: Flask) -> None:
    """Routes, the storage, larger bodies where files are taken."""
    settings = app.extensions["settings"]
    app.extensions["storage"] = storage_for(settings.storage_url, settings.data_dir)
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    csrf.exempt(api.bp)
    forms.setup(app)
    low_data.setup(app)
    app.jinja_env.filters["weight"] = weight
