"""Routes about messages and items that the four kinds share."""
