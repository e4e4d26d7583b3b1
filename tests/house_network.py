"""The network is closed: tests speak to this machine only."""
