"""Rounds of consultation on any subject, what was answered, and the ledger of what it changed."""
