"""What waits, what was decided, what a reporter may know."""
