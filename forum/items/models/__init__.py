"""The tables of items."""
