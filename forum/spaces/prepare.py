"""The database with its reference data: migrations, territories, themes, first spaces. Twice is once."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from forum.config import Config
from forum.core.db import db, transaction
from forum.paths import bundled
from forum.spaces.first import load_spaces
from forum.territories.commands import load_territories, load_themes


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Two processes that start at once prepare one after the other."""
    with (data_dir / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate() -> None:
    """Bring the tables to the newest revision."""
    # Used here alone: Alembic and what it brings are 10 MB that serving does without.
    from flask_migrate import Migrate, upgrade

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    Migrate(app, db, directory=str(bundled("migrations")), render_as_batch=True)
    upgrade()


def prepare() -> dict[str, int]:
    """Migrate and load territories, themes and first spaces. Answers how many of each."""
    settings: Config = current_app.extensions["settings"]
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with alone(settings.data_dir):
        migrate()
        with transaction():
            counts = {"territories": load_territories(), "themes": load_themes()}
            counts["spaces"] = load_spaces()
    return counts
