"""Bringing publications in from files, and later taking them out."""
