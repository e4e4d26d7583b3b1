"""The database with its reference data: migrations, territories, themes, first spaces. Twice is once."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app
from flask_migrate import upgrade

from forum.config import Config
from forum.core.db import transaction
from forum.spaces.first import load_spaces
from forum.territories.commands import load_territories, load_themes


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Two processes that start at once prepare one after the other."""
    with (data_dir / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare() -> dict[str, int]:
    """Migrate and load territories, themes and first spaces. Answers how many of each."""
    settings: Config = current_app.extensions["settings"]
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with alone(settings.data_dir):
        upgrade()
        with transaction():
            counts = {"territories": load_territories(), "themes": load_themes()}
            counts["spaces"] = load_spaces()
    return counts
