"""Pages of practice documents."""

from forum.documents.views import keeping, reading, settling, slots, suggesting, writing
from forum.documents.views.ground import bp

__all__ = ["bp", "keeping", "reading", "settling", "slots", "suggesting", "writing"]
