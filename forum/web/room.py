"""The ground of the application, in the order in which it must be laid."""

from flask import Flask
from flask_compress import Compress
from htmx_flask import Htmx

from forum.config import Config
from forum.web import (
    actor,
    assets,
    converters,
    errors,
    filters,
    frame,
    health,
    kept,
    limits,
    locale,
    offline,
    openapi,
    remembered,
    security,
    slots,
    templates,
)


def setup(app: Flask, settings: Config) -> None:
    """Errors, security, language, assets, health."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "deflate"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
        COMPRESS_MIN_SIZE=700,
    )
    Htmx(app)
    converters.setup(app)
    errors.setup(app)
    security.setup(app, settings)
    actor.setup(app)
    locale.setup(app)
    templates.setup(app)
    remembered.setup(app)
    frame.setup(app)
    filters.setup(app)
    slots.setup(app)
    assets.setup(app)
    limits.setup(app, settings)
    health.setup(app)
    openapi.setup(app)
    offline.setup(app)
    app.extensions["kept"] = kept.Shelf()
    Compress(app)
    for endpoint in ("web.language",):
        security.csrf.exempt(app.view_functions[endpoint])
