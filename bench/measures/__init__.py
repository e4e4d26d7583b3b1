"""One file a family of measures; each answers lines of the report."""
