"""Pages of practice documents."""

from forum.documents.views import keeping, reading, slots, writing
from forum.documents.views.ground import bp

__all__ = ["bp", "keeping", "reading", "slots", "writing"]
