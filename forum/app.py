"""The application factory: the ground, then the rooms in order."""

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from forum import config as configuration
from forum.core import logs
from forum.core.db import db
from forum.paths import bundled
from forum.web import busy
from forum.web import room as ground
from forum.web.templates import Application

ROOMS = (
    "territories",
    "people",
    "spaces",
    "files",
    "items",
    "threads",
    "documents",
    "resources",
    "needs",
    "polls",
    "guests",
    "guides",
    "conversations",
    "search",
    "notifications",
    "alerts",
    "links",
    "upkeep",
    "moderation",
    "statistics",
    "correspondence",
    "push",
    "pages",
    "exchange",
)


def create_app(config: configuration.Config | None = None) -> Flask:
    """One application for one configuration. Raises SettingError with the name of the variable."""
    settings = config or configuration.load()
    logs.setup()
    app = Application(
        "forum",
        template_folder=str(bundled("templates")),
        static_folder=str(bundled("static")),
        instance_path=str(settings.data_dir),
    )
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={} if settings.is_sqlite else {"pool_pre_ping": True, "pool_size": 4},
        TESTING=settings.testing,
        PROPAGATE_EXCEPTIONS=settings.testing,
        # Bodies of pages are made from the same templates for hours: no look at the disk for each.
        TEMPLATES_AUTO_RELOAD=False,
    )
    db.init_app(app)
    ground.setup(app, settings)
    for name in ROOMS:
        if find_spec(f"forum.{name}.policy"):
            import_module(f"forum.{name}.policy")  # its rules, even when nothing else of the room needs them
        import_module(f"forum.{name}.room").setup(app)
    busy.around(app)
    return app
