"""Inviting, coming in, leaving."""
