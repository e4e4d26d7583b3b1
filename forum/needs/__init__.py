"""Needs voiced by associations, supported by organisations, relayed upward, answered."""
