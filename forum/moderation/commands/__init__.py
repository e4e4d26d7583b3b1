"""Reporting, deciding, contesting."""
