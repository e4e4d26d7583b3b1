"""An SQLite database as it was at a moment, brought back as often as wanted."""

import sqlite3

import pytest

from forum.core.db import db


class Snapshot:
    """Taken when made. `restore()` does nothing as long as nobody has written."""

    def __init__(self) -> None:
        if db.engine.dialect.name != "sqlite":
            pytest.fail("a snapshot is one of SQLite: this runs on the embedded size")
        db.session.remove()
        self.kept = sqlite3.connect(":memory:")
        self._live = db.engine.raw_connection()
        self._live.driver_connection.backup(self.kept)
        self._version = self._version_now()

    def _version_now(self) -> int:
        """Another number once another connection has committed."""
        return self._live.driver_connection.execute("PRAGMA data_version").fetchone()[0]

    def restore(self) -> None:
        if self._version_now() != self._version:
            self.kept.backup(self._live.driver_connection)
            self._version = self._version_now()

    def close(self) -> None:
        self._live.close()
        self.kept.close()
