"""What the search room does again and again."""

from forum.core.worker import every
from forum.search.rebuilding import rebuild_if_missing


@every(60, name="index")
def keep_index() -> None:
    """An index that went missing, with its folder or its tables, comes back."""
    rebuild_if_missing()
