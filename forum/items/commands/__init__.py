"""What people do with items: one verb a file."""
