"""The engine of this installation: opened once a process."""

from pathlib import Path
from threading import Lock

from forum.index.engine import Engine, open_engine
from forum.index.vocabulary import Vocabulary
from forum.territories.vocabulary import bundle

_open: dict[Path, Engine] = {}
_place: dict[str, Path] = {}
_guard = Lock()


def settle(folder: Path) -> None:
    """Where the index of this application lies: the data folder."""
    _place["index"] = folder / "index"


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
