"""Flask's side of the ground: answers, errors, security, slots, filters. Knows no room."""
