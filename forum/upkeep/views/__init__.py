"""Pages of upkeep."""

from forum.upkeep.views import queue, settling, signalling, slots
from forum.upkeep.views.ground import bp

WIRED = (queue, settling, signalling, slots)
__all__ = ["WIRED", "bp"]
