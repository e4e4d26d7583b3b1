"""What the worker does for files."""

from forum.core.worker import every
from forum.files.commands import forget


@every(60, name="files")
def files() -> None:
    """Erase what was taken away or never sent."""
    forget()
