"""Pages of guests, and of those who invite them."""
