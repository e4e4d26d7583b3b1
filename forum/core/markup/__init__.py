"""Markdown as people type it, to HTML that is safe to store: see render.py. Knows no room and no database."""
