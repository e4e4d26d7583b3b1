"""Guides: sheets and resources put in order, to be read from the first to the last, printed, and taken away."""
