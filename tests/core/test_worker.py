"""The worker reads all that happened, without waiting for something else to happen."""

import threading
import time

import pytest

from forum.core import events
from forum.core.db import transaction
from forum.core.worker import BATCH, Worker


@pytest.fixture
def given():
    """What a follower of `test.*` was given."""
    numbers: list[int] = []
    events.follows("test.*", name="test")(lambda batch: numbers.extend(event.data["n"] for event in batch))
    yield numbers
    events._followers.pop("test")


def test_more_than_one_batch_is_read_at_once(app, given):
    with transaction():
        for n in range(BATCH + 50):
            events.emit("test.happened", actor_id=None, n=n)
    end = time.monotonic() + 5
    worker = Worker(app.app_context)
    thread = threading.Thread(target=worker.run, args=(lambda: len(given) > BATCH or time.monotonic() > end, 0.01))
    thread.start()
    thread.join()
    assert given == list(range(BATCH + 50))
