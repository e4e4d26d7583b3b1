"""Pages of polls, and their places in the pages of others."""

from forum.polls.views import asking, files, keeping, reading, slots, voting
from forum.polls.views.ground import bp

__all__ = ["asking", "bp", "files", "keeping", "reading", "slots", "voting"]
