"""Accounts, organisations, mandates, tokens."""
