"""`forum demo`."""

commands = ()
