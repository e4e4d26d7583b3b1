"""The search page and API, and the follower that keeps the index."""
