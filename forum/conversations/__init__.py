"""Conversations between people: items that stand in no space, seen by those who take part; blocking."""
