"""The demonstration data and the command that loads it."""
