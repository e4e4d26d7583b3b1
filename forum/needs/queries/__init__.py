"""Needs as pages, lists and the index need them."""

from forum.needs.queries.rows import facts, words
from forum.needs.queries.one import is_overdue, readable

__all__ = ["facts", "is_overdue", "readable", "words"]
