"""Items and their messages as JSON: the same commands and queries as the pages."""

from forum.items.api import reading, writing
from forum.items.api.ground import bp

__all__ = ["bp", "reading", "writing"]
