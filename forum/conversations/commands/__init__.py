"""Beginning a conversation, its people, blocking."""
