"""Pages of resources."""

from forum.resources.views import catalogue, finder, keeping, local, outcomes, reading, twins, writing
from forum.resources.views.ground import bp

__all__ = ["bp", "catalogue", "finder", "keeping", "local", "outcomes", "reading", "twins", "writing"]
