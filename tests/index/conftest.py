"""A fresh engine with the real vocabulary."""

import pytest

from forum.index.engine import open_engine
from forum.index.vocabulary import Vocabulary
from forum.territories.vocabulary import bundle
from tests.servers import postgresql_for


@pytest.fixture(scope="session")
def vocabulary():
    """The words of the package."""
    return Vocabulary.from_mapping(bundle("vocab"))


@pytest.fixture(params=["whoosh", "postgresql"])
def place(request, tmp_path, worker_id):
    """Where an index may lie: in a folder, or in an empty database."""
    return tmp_path / "index" if request.param == "whoosh" else postgresql_for(f"index_{worker_id}")


@pytest.fixture
def engine(place, vocabulary):
    """An empty index of each engine."""
    made = open_engine(place, vocabulary)
    yield made
    made.close()
