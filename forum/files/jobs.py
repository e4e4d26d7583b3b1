"""What the worker does for files."""

from forum.core.events import newest_id
from forum.core.worker import every
from forum.files.commands import forget
from forum.files.texts.keeping import read_some

_looked: dict[str, int] = {}  # the newest event when no document was left to read


@every(60, name="files")
def files() -> None:
    """Erase what was taken away or never sent."""
    forget()


@every(3, name="words of files")
def words() -> None:
    """Documents that were attached become findable. Where nothing happened since, nothing is looked for."""
    newest = newest_id()
    if newest != _looked.get("at") and read_some() == 0:
        _looked["at"] = newest
