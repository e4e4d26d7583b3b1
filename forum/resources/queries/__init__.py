"""Resources as pages, lists and the index need them."""

from forum.resources.queries.rows import facts, facts_there, readable, words

__all__ = ["facts", "facts_there", "readable", "words"]
