"""Pages of guides."""

from forum.guides.views import arranging, reading, slots, taking
from forum.guides.views.ground import bp

__all__ = ["arranging", "bp", "reading", "slots", "taking"]
