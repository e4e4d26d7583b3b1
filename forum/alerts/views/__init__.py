"""Pages of saved searches and private addresses."""

from forum.alerts.views import by_letter, feeds, keeping, slots
from forum.alerts.views.ground import bp

__all__ = ["bp", "by_letter", "feeds", "keeping", "slots"]
