"""Resources as pages, lists and the index need them."""
