"""P2.2.1 Versions: what changed between two versions, and what rests on it."""
