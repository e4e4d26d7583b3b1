"""Saved searches: told by mail, read as a calendar or a feed; private addresses of feeds."""
