"""People without an account who were invited into one discussion by e-mail."""
