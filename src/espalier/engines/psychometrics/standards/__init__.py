"""Standard setting: where the pass mark lies, how sure it is, and who passes at it."""
