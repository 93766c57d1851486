"""The formal documents of the cycle: drafted from records, reviewed, approved, published, re-exported."""
