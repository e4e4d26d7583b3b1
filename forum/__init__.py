"""Palabre: forum, practice documents, resources and needs of a network of networks."""

__version__ = "0.1.0"
