"""A fresh engine with the real vocabulary."""

import pytest

from forum.index.engine import open_engine
from forum.index.vocabulary import Vocabulary
from forum.territories.vocabulary import bundle


@pytest.fixture(scope="session")
def vocabulary():
    """The words of the package."""
    return Vocabulary.from_mapping(bundle("vocab"))


@pytest.fixture
def engine(tmp_path, vocabulary):
    """An empty index in its own folder."""
    made = open_engine(tmp_path / "index", vocabulary)
    yield made
    made.close()
