"""Pages of links."""

from forum.links.views import listing, mending, slots
from forum.links.views.ground import bp

WIRED = (listing, mending, slots)
__all__ = ["WIRED", "bp"]
