"""From bytes to what a person typed. Knows mail programs; knows nothing of the database."""
