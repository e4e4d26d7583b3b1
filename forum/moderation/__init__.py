"""Reports, messages that wait, decisions with their reasons, the worklist."""
