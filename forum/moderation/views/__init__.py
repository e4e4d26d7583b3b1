"""Routes of moderation: reporting, deciding, the worklist, the log."""
