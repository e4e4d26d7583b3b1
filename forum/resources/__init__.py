"""Funding, calls, trainings, accompaniment, contacts and tools, with eligibility and a verified-on date."""
