"""Pages about accounts and organisations."""
