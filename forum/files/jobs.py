"""What the worker does for files."""

from forum.core.worker import every
from forum.files.commands import forget
from forum.files.texts.keeping import read_some


@every(60, name="files")
def files() -> None:
    """Erase what was taken away or never sent."""
    forget()


@every(3, name="words of files")
def words() -> None:
    """Documents that were attached become findable."""
    read_some()
