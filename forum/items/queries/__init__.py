"""What pages about items need: one page a function."""
