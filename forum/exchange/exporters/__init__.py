"""Publications taken out: JSON Lines that `forum import` takes again, Markdown with files."""
