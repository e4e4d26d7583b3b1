"""Pages of needs."""

from forum.needs.views import carrying, reading, slots, standing, writing
from forum.needs.views.ground import bp

__all__ = ["bp", "carrying", "reading", "slots", "standing", "writing"]
