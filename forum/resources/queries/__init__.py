"""Resources as pages, lists and the index need them."""

from forum.resources.queries.rows import facts, readable, words

__all__ = ["facts", "readable", "words"]
