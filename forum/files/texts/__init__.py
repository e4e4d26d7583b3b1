"""The words of attached documents, read apart with limits, for the search."""
