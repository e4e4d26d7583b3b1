"""From JSON Lines to publications: lines → rows → commands, batch by batch, with a report."""
