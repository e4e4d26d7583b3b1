"""The engine of this installation: opened once a process, with the words that curators tied together."""

from pathlib import Path
from threading import Lock

from forum.config import Config
from forum.index.engine import Engine, open_engine
from forum.index.vocabulary import Vocabulary
from forum.territories.vocabulary import bundle

_open: dict[Path | str, Engine] = {}
_place: dict[str, Path | str] = {}
_guard = Lock()


def settle(settings: Config) -> None:
    """Where the index of this application lies: the data folder, or the tables of its PostgreSQL."""
    _place["index"] = settings.database_url if settings.search == "postgresql" else settings.data_dir / "index"


def engine() -> Engine:
    """The engine, opened at the first question."""
    place = _place["index"]
    with _guard:
        if place not in _open:
            _open[place] = open_engine(place, Vocabulary.from_mapping(bundle("vocab")))
        return _open[place]


def close() -> None:
    """Let every index go (a test ends)."""
    with _guard:
        for each in _open.values():
            each.close()
        _open.clear()
