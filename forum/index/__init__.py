"""The search engine: French analysis, one interface, its engines. Knows passages and fields, no item."""
