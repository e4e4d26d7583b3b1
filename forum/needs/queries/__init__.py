"""Needs as pages, lists and the index need them."""

from forum.needs.queries.one import is_overdue, readable
from forum.needs.queries.rows import facts, words

__all__ = ["facts", "is_overdue", "readable", "words"]
