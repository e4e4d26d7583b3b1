"""One's conversations, one of them, and who can be written to."""
