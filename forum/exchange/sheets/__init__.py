"""Sheets of resources, in and out: file → grid → columns → plan → applied at once, or undone at once."""
