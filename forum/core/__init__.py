"""What commands stand on: database, clock, events, permissions, mail, markup. Knows no Flask and no room."""
