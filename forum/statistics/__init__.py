"""Daily figures, counted from events."""
