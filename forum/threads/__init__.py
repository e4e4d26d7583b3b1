"""Discussions: a question or a subject, which may have an accepted answer."""
