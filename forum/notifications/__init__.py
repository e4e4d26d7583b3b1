"""Who is told what, on the site and by mail."""
